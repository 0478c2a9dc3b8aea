/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-place.h"

#include "soq-error.h"

G_DEFINE_ENUM_TYPE (SoqLineEnding,
                    soq_line_ending,
                    G_DEFINE_ENUM_VALUE (SOQ_LINE_ENDING_LF, "lf"),
                    G_DEFINE_ENUM_VALUE (SOQ_LINE_ENDING_CRLF, "crlf"),
                    G_DEFINE_ENUM_VALUE (SOQ_LINE_ENDING_NONE, "none"))

/**
 * SoqPlace:
 *
 * Somewhere to connect to, and how one speaks there. It never changes.
 */
struct _SoqPlace
{
  GObject parent_instance;

  SoqAddress   *address; /* (owned) */
  SoqLineEnding line_ending;
};

G_DEFINE_FINAL_TYPE (SoqPlace, soq_place, G_TYPE_OBJECT)

static void
soq_place_finalize (GObject *object)
{
  SoqPlace *self = SOQ_PLACE (object);

  g_clear_pointer (&self->address, soq_address_free);

  G_OBJECT_CLASS (soq_place_parent_class)->finalize (object);
}

static void
soq_place_class_init (SoqPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_place_finalize;
}

static void
soq_place_init (SoqPlace *self)
{
}

/**
 * soq_place_new:
 * @address: where it is
 * @line_ending: what ends a message there
 *
 * Returns: (transfer full): the place
 */
SoqPlace *
soq_place_new (const SoqAddress *address,
               SoqLineEnding     line_ending)
{
  SoqPlace *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (SOQ_TYPE_PLACE, NULL);
  self->address = soq_address_copy (address);
  self->line_ending = line_ending;

  return self;
}

/**
 * soq_place_from_string:
 * @text: an address, and after a space the name of a line ending if it is not
 *   a newline
 * @error: return location for a [enum@SoqError]
 *
 * Returns: (transfer full): the place, or %NULL
 */
SoqPlace *
soq_place_from_string (const char *text,
                       GError    **error)
{
  g_autoptr (GEnumClass) endings = g_type_class_ref (SOQ_TYPE_LINE_ENDING);
  g_autoptr (SoqAddress) address = NULL;
  g_auto (GStrv)         words = NULL;
  GEnumValue            *ending = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  words = g_strsplit (text, " ", 2);
  address = soq_address_parse (words[0] != NULL ? words[0] : "", error);
  if (address == NULL)
    return NULL;

  if (words[1] == NULL)
    return soq_place_new (address, SOQ_LINE_ENDING_LF);

  ending = g_enum_get_value_by_nick (endings, words[1]);
  if (ending == NULL)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                   "“%s” is not a line ending: it must be lf, crlf or none", words[1]);
      return NULL;
    }

  return soq_place_new (address, (SoqLineEnding) ending->value);
}

/**
 * soq_place_to_string:
 * @self: a place
 *
 * Returns: (transfer full): text for soq_place_from_string ()
 */
char *
soq_place_to_string (const SoqPlace *self)
{
  g_autoptr (GEnumClass) endings = g_type_class_ref (SOQ_TYPE_LINE_ENDING);
  g_autofree char       *uri = NULL;
  GEnumValue            *ending;

  g_return_val_if_fail (self != NULL, NULL);

  uri = soq_address_to_uri (self->address);
  if (self->line_ending == SOQ_LINE_ENDING_LF)
    return g_steal_pointer (&uri);

  ending = g_enum_get_value (endings, (int) self->line_ending);

  return g_strconcat (uri, " ", ending->value_nick, NULL);
}

const SoqAddress *
soq_place_get_address (const SoqPlace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}

SoqLineEnding
soq_place_get_line_ending (const SoqPlace *self)
{
  g_return_val_if_fail (self != NULL, SOQ_LINE_ENDING_LF);

  return self->line_ending;
}
