/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-person.h"

#include "soq-text.h"

/**
 * SoqPerson:
 *
 * Somebody in one channel.
 */
struct _SoqPerson
{
  GObject parent_instance;

  char    *key;     /* (owned): the nick, with its case folded */
  char    *nick;    /* (owned) */
  char    *prefix;  /* (owned): signs of the modes, the highest first */
  char    *mask;    /* (owned) (nullable): USER@HOST */
  char    *account; /* (owned) (nullable) */
  guint    rank;    /* place of the highest mode; 0 is the highest there is */
  gboolean away;
};

G_DEFINE_FINAL_TYPE (SoqPerson, soq_person, G_TYPE_OBJECT)

typedef enum
{
  PROP_NICK = 1,
  PROP_PREFIX,
  PROP_ACCOUNT,
  PROP_AWAY,
} SoqPersonProperty;

static GParamSpec *properties[PROP_AWAY + 1];

static void
soq_person_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SoqPerson *self = SOQ_PERSON (object);

  switch ((SoqPersonProperty) prop_id)
    {
    case PROP_NICK:
      g_value_set_string (value, self->nick);
      break;

    case PROP_PREFIX:
      g_value_set_string (value, self->prefix);
      break;

    case PROP_ACCOUNT:
      g_value_set_string (value, self->account);
      break;

    case PROP_AWAY:
      g_value_set_boolean (value, self->away);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_person_finalize (GObject *object)
{
  SoqPerson *self = SOQ_PERSON (object);

  g_free (self->key);
  g_free (self->nick);
  g_free (self->prefix);
  g_free (self->mask);
  g_free (self->account);

  G_OBJECT_CLASS (soq_person_parent_class)->finalize (object);
}

#define FLAGS (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
soq_person_class_init (SoqPersonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = soq_person_finalize;
  object_class->get_property = soq_person_get_property;

  properties[PROP_NICK] = g_param_spec_string ("nick", NULL, NULL, NULL, FLAGS);

  /**
   * SoqPerson:prefix:
   *
   * The signs of the modes that one has, such as “@+”; or empty.
   */
  properties[PROP_PREFIX] = g_param_spec_string ("prefix", NULL, NULL, "", FLAGS);

  properties[PROP_ACCOUNT] = g_param_spec_string ("account", NULL, NULL, NULL, FLAGS);
  properties[PROP_AWAY] = g_param_spec_boolean ("away", NULL, NULL, FALSE, FLAGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_person_init (SoqPerson *self)
{
  self->prefix = g_strdup ("");
  self->rank = SOQ_PERSON_NO_RANK;
}

/**
 * soq_person_new:
 * @key: the nick with its case folded
 * @nick: the nick
 *
 * Returns: (transfer full): somebody without modes
 */
SoqPerson *
soq_person_new (const char *key,
                const char *nick)
{
  SoqPerson *self;

  g_return_val_if_fail (key != NULL && nick != NULL, NULL);

  self = g_object_new (SOQ_TYPE_PERSON, NULL);
  self->key = soq_text_make_valid (key);
  self->nick = soq_text_make_valid (nick);

  return self;
}

static gboolean
set_text (char      **text,
          const char *value)
{
  g_autofree char *copy = soq_text_make_valid (value);

  if (g_strcmp0 (*text, copy) == 0)
    return FALSE;

  g_free (*text);
  *text = g_steal_pointer (&copy);

  return TRUE;
}

const char *
soq_person_get_key (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), NULL);

  return self->key;
}

const char *
soq_person_get_nick (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), NULL);

  return self->nick;
}

void
soq_person_set_nick (SoqPerson  *self,
                     const char *key,
                     const char *nick)
{
  g_return_if_fail (SOQ_IS_PERSON (self));
  g_return_if_fail (key != NULL && nick != NULL);

  set_text (&self->key, key);
  if (set_text (&self->nick, nick))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NICK]);
}

const char *
soq_person_get_prefix (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), NULL);

  return self->prefix;
}

guint
soq_person_get_rank (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), SOQ_PERSON_NO_RANK);

  return self->rank;
}

/**
 * soq_person_set_prefix:
 * @self: a member
 * @prefix: the signs, the highest first
 * @rank: of the first of them, or %SOQ_PERSON_NO_RANK
 */
void
soq_person_set_prefix (SoqPerson  *self,
                       const char *prefix,
                       guint       rank)
{
  g_return_if_fail (SOQ_IS_PERSON (self));
  g_return_if_fail (prefix != NULL);

  self->rank = rank;
  if (set_text (&self->prefix, prefix))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFIX]);
}

const char *
soq_person_get_mask (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), NULL);

  return self->mask;
}

void
soq_person_set_mask (SoqPerson  *self,
                     const char *mask)
{
  g_return_if_fail (SOQ_IS_PERSON (self));

  set_text (&self->mask, mask);
}

const char *
soq_person_get_account (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), NULL);

  return self->account;
}

void
soq_person_set_account (SoqPerson  *self,
                        const char *account)
{
  g_return_if_fail (SOQ_IS_PERSON (self));

  if (set_text (&self->account, account))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

gboolean
soq_person_get_away (SoqPerson *self)
{
  g_return_val_if_fail (SOQ_IS_PERSON (self), FALSE);

  return self->away;
}

void
soq_person_set_away (SoqPerson *self,
                     gboolean   away)
{
  g_return_if_fail (SOQ_IS_PERSON (self));

  if (self->away == away)
    return;

  self->away = away;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AWAY]);
}

/**
 * soq_person_compare:
 * @a: a member
 * @b: another one
 *
 * Returns: below, at or above 0: who has the higher mode comes first, and
 *   then by name
 */
int
soq_person_compare (SoqPerson *a,
                    SoqPerson *b)
{
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;

  return strcmp (a->key, b->key);
}
