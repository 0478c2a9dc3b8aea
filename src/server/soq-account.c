/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-account.h"

/**
 * SoqAccount:
 *
 * A name that belongs to somebody, who proves it with a password or with a
 * certificate. It only holds what [class@SoqAccounts] has checked and keeps;
 * the setters are for that.
 */
struct _SoqAccount
{
  GObject parent_instance;

  char      *name;         /* (owned) */
  char      *hash;         /* (owned) (nullable): no password does */
  GDateTime *created;      /* (owned) */
  char     **fingerprints; /* (owned) */
};

G_DEFINE_FINAL_TYPE (SoqAccount, soq_account, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_CREATED,
  PROP_FINGERPRINTS,
} SoqAccountProperty;

static GParamSpec *properties[PROP_FINGERPRINTS + 1];

static void
soq_account_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SoqAccount *self = SOQ_ACCOUNT (object);

  switch ((SoqAccountProperty) property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_CREATED:
      g_value_set_boxed (value, self->created);
      break;

    case PROP_FINGERPRINTS:
      g_value_set_boxed (value, self->fingerprints);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
soq_account_finalize (GObject *object)
{
  SoqAccount *self = SOQ_ACCOUNT (object);

  g_free (self->name);
  g_free (self->hash);
  g_date_time_unref (self->created);
  g_strfreev (self->fingerprints);

  G_OBJECT_CLASS (soq_account_parent_class)->finalize (object);
}

static void
soq_account_class_init (SoqAccountClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = soq_account_get_property;
  object_class->finalize = soq_account_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CREATED] = g_param_spec_boxed ("created", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_FINGERPRINTS] =
    g_param_spec_boxed ("fingerprints", NULL, NULL, G_TYPE_STRV, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_account_init (SoqAccount *self)
{
  self->fingerprints = g_new0 (char *, 1);
}

/**
 * soq_account_new:
 * @name: a nick
 * @hash: (nullable): what soq_password_check () takes
 * @created: since when it is there
 *
 * Returns: (transfer full): an account without certificates
 */
SoqAccount *
soq_account_new (const char *name,
                 const char *hash,
                 GDateTime  *created)
{
  SoqAccount *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (created != NULL, NULL);

  self = g_object_new (SOQ_TYPE_ACCOUNT, NULL);
  self->name = g_strdup (name);
  self->hash = g_strdup (hash);
  self->created = g_date_time_ref (created);

  return self;
}

const char *
soq_account_get_name (SoqAccount *self)
{
  g_return_val_if_fail (SOQ_IS_ACCOUNT (self), NULL);

  return self->name;
}

GDateTime *
soq_account_get_created (SoqAccount *self)
{
  g_return_val_if_fail (SOQ_IS_ACCOUNT (self), NULL);

  return self->created;
}

/**
 * soq_account_get_hash:
 * @self: an account
 *
 * Returns: (nullable): what soq_password_check () takes; %NULL if there is no
 *   password
 */
const char *
soq_account_get_hash (SoqAccount *self)
{
  g_return_val_if_fail (SOQ_IS_ACCOUNT (self), NULL);

  return self->hash;
}

void
soq_account_set_hash (SoqAccount *self,
                      const char *hash)
{
  char *copy;

  g_return_if_fail (SOQ_IS_ACCOUNT (self));

  copy = g_strdup (hash);
  g_free (self->hash);
  self->hash = copy;
}

/**
 * soq_account_get_fingerprints:
 * @self: an account
 *
 * Returns: (transfer none) (array zero-terminated=1): the certificates that do
 *   instead of a password
 */
const char *const *
soq_account_get_fingerprints (SoqAccount *self)
{
  g_return_val_if_fail (SOQ_IS_ACCOUNT (self), NULL);

  return (const char *const *) self->fingerprints;
}

void
soq_account_set_fingerprints (SoqAccount        *self,
                              const char *const *fingerprints)
{
  g_autoptr (GStrvBuilder) copy = g_strv_builder_new ();

  g_return_if_fail (SOQ_IS_ACCOUNT (self));
  g_return_if_fail (fingerprints != NULL);

  for (guint i = 0; fingerprints[i] != NULL; i++)
    g_strv_builder_add (copy, fingerprints[i]);
  g_strfreev (self->fingerprints);
  self->fingerprints = g_strv_builder_end (copy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINGERPRINTS]);
}
