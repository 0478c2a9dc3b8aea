/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-place.h"

#include "soq-error.h"

/* Channels that a place may name, and bytes of one with its key. */
#define CHANNELS       32
#define CHANNEL_LENGTH 200

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

  SoqAddress   *address;  /* (owned) */
  char        **channels; /* (owned) */
  SoqLineEnding line_ending;
  SoqProtocol   protocol;
  gboolean      tls;
};

G_DEFINE_FINAL_TYPE (SoqPlace, soq_place, G_TYPE_OBJECT)

static void
soq_place_finalize (GObject *object)
{
  SoqPlace *self = SOQ_PLACE (object);

  g_clear_pointer (&self->address, soq_address_free);
  g_strfreev (self->channels);

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
 * Returns: (transfer full): a place where plain text is spoken
 */
SoqPlace *
soq_place_new (const SoqAddress *address,
               SoqLineEnding     line_ending)
{
  return soq_place_new_full (&(SoqPlaceInfo){
    .address = address,
    .line_ending = line_ending,
    .protocol = SOQ_PROTOCOL_PLAIN,
  });
}

/* IRC on the ports that are for it by custom or by IANA. */
static gboolean
is_irc_port (guint16 port)
{
  return port == SOQ_IRC_PORT || port == SOQ_IRC_TLS_PORT || port == 194 || port == 994 ||
         port == 7000;
}

static gboolean
is_tls_port (guint16 port)
{
  return port == SOQ_IRC_TLS_PORT || port == 994;
}

/**
 * soq_place_new_full:
 * @info: what there is to know; copied
 *
 * Returns: (transfer full): the place
 */
SoqPlace *
soq_place_new_full (const SoqPlaceInfo *info)
{
  static const char *const none[] = { NULL };
  SoqPlace                *self;

  g_return_val_if_fail (info != NULL && info->address != NULL, NULL);

  self = g_object_new (SOQ_TYPE_PLACE, NULL);
  self->address = soq_address_copy (info->address);
  self->channels = g_strdupv ((char **) (guintptr) (info->channels != NULL ? info->channels
                                                                           : none));
  self->line_ending = info->line_ending;
  self->protocol = info->address->transport == SOQ_TRANSPORT_UDP ? SOQ_PROTOCOL_PLAIN
                                                                 : info->protocol;
  self->tls = info->address->transport == SOQ_TRANSPORT_TCP &&
              (info->tls || (info->protocol == SOQ_PROTOCOL_AUTOMATIC &&
                             is_tls_port (info->address->port)));

  return self;
}

static gboolean
is_channel (const char *name)
{
  gsize length = strcspn (name, " ");

  return *name != '\0' && strchr ("#&+!", *name) != NULL && length > 1 &&
         strlen (name) <= CHANNEL_LENGTH && strpbrk (name, ",\a\r\n") == NULL;
}

/**
 * soq_place_parse_channels:
 * @text: channels with commas or spaces between them, as a person types them;
 *   `#` may be left out; after a channel and a colon its key may stand
 *
 * Returns: (transfer full): each as `#CHANNEL` or `#CHANNEL KEY`; what cannot
 *   be one is left out
 */
char **
soq_place_parse_channels (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           words = NULL;
  guint                    n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  words = g_strsplit_set (text, ", \t\n", -1);
  for (guint i = 0; words[i] != NULL && n < CHANNELS; i++)
    {
      g_autofree char *channel = NULL;
      char            *key = strchr (words[i], ':');

      if (*words[i] == '\0')
        continue;
      if (key != NULL)
        *key = ' ';

      channel = strchr ("#&+!", *words[i]) != NULL ? g_strdup (words[i])
                                                   : g_strconcat ("#", words[i], NULL);
      g_strchomp (channel);
      if (!is_channel (channel))
        continue;

      g_strv_builder_add (builder, channel);
      n++;
    }

  return g_strv_builder_end (builder);
}

typedef struct
{
  SoqPlaceInfo info;
  SoqAddress  *address;  /* (owned) (nullable) */
  GPtrArray   *channels; /* (owned) of (owned) char * */
  GEnumClass  *endings;  /* (owned) */
} Draft;

static void
draft_add_channel (Draft      *draft,
                   const char *channel)
{
  if (draft->channels->len < CHANNELS && is_channel (channel))
    g_ptr_array_add (draft->channels, g_strdup (channel));
}

/* What may stand behind a comma and is no key: flags of the oldest draft. */
static gboolean
is_flag (const char *word)
{
  static const char *const flags[] = { "needkey", "needpass", "ischannel", "isserver", NULL };

  return g_strv_contains (flags, word);
}

static gboolean
names_a_person (char **words)
{
  return g_strv_contains ((const char *const *) words, "isnick") ||
         g_strv_contains ((const char *const *) words, "isuser");
}

/* Returns the key of “?key=KEY”, or NULL. */
static char *
find_key (const char *query)
{
  g_auto (GStrv) words = g_strsplit_set (query, "&;", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "key="))
      {
        g_autofree char *key = g_uri_unescape_string (words[i] + strlen ("key="), NULL);

        return key != NULL && *key != '\0' && strpbrk (key, " ,\r\n") == NULL ? g_steal_pointer (&key)
                                                                              : NULL;
      }

  return NULL;
}

/* A channel with what stands behind its comma, or else with @key. */
static void
add_channel_of_path (Draft      *draft,
                     const char *word,
                     const char *next,
                     const char *key)
{
  g_autofree char *channel = NULL;
  g_autofree char *whole = NULL;

  channel = strchr ("#&+!", *word) != NULL ? g_strdup (word) : g_strconcat ("#", word, NULL);
  if (next != NULL && *next != '\0' && strchr ("#&+!", *next) == NULL && !is_flag (next))
    key = next;
  whole = key != NULL ? g_strconcat (channel, " ", key, NULL) : g_strdup (channel);
  draft_add_channel (draft, whole);
}

/* The rest of irc://HOST/ is “#CHANNEL”, “CHANNEL” or “%23CHANNEL”, maybe with a
 * comma and the key, more channels, flags, and “?key=KEY”. A person is nowhere
 * to go to.
 */
static void
read_path (Draft      *draft,
           const char *path)
{
  gsize            length = strcspn (path, "?");
  g_autofree char *key = path[length] == '?' ? find_key (path + length + 1) : NULL;
  g_autofree char *escaped = g_strndup (path, length);
  g_autofree char *text = g_uri_unescape_string (escaped, NULL);
  g_auto (GStrv)   words = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL) || strchr (text, ' ') != NULL)
    return;

  if (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  words = g_strsplit (text, ",", -1);
  if (names_a_person (words))
    return;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && (i == 0 || strchr ("#&+!", *words[i]) != NULL))
      add_channel_of_path (draft, words[i], words[i + 1], i == 0 ? key : NULL);
}

static gboolean
read_irc (Draft      *draft,
          const char *rest,
          gboolean    tls,
          GError    **error)
{
  g_autofree char *authority = g_strndup (rest, strcspn (rest, "/?"));
  const char      *path = rest + strlen (authority);
  const char      *host = strrchr (authority, '@');

  /* Who names a user in an address does not mean a part of the host. */
  host = host != NULL ? host + 1 : authority;
  draft->info.protocol = SOQ_PROTOCOL_IRC;
  draft->info.tls = tls;
  draft->address = soq_address_parse_authority (host, SOQ_TRANSPORT_TCP,
                                                tls ? SOQ_IRC_TLS_PORT : SOQ_IRC_PORT, error);
  if (draft->address == NULL)
    return FALSE;

  if (*path == '/')
    read_path (draft, path + 1);

  return TRUE;
}

static gboolean
read_address (Draft      *draft,
              const char *text,
              GError    **error)
{
  if (g_ascii_strncasecmp (text, "irc://", 6) == 0)
    return read_irc (draft, text + 6, FALSE, error);
  if (g_ascii_strncasecmp (text, "ircs://", 7) == 0)
    return read_irc (draft, text + 7, TRUE, error);

  draft->info.protocol = strstr (text, "://") != NULL ? SOQ_PROTOCOL_PLAIN
                                                      : SOQ_PROTOCOL_AUTOMATIC;
  draft->address = soq_address_parse (text, error);

  return draft->address != NULL;
}

static gboolean
read_word (Draft      *draft,
           const char *word,
           gboolean   *has_ending,
           GError    **error)
{
  GEnumValue *ending = g_enum_get_value_by_nick (draft->endings, word);

  if (is_channel (word))
    {
      draft_add_channel (draft, word);
      return TRUE;
    }

  if (g_str_equal (word, "tls") && !draft->info.tls)
    {
      draft->info.tls = TRUE;
      return TRUE;
    }

  if (ending == NULL || *has_ending)
    {
      g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
                   "“%s” is not a line ending: it must be lf, crlf or none", word);
      return FALSE;
    }

  draft->info.line_ending = (SoqLineEnding) ending->value;
  *has_ending = TRUE;

  return TRUE;
}

static SoqPlace *
draft_finish (Draft *draft)
{
  g_ptr_array_add (draft->channels, NULL);
  draft->info.address = draft->address;
  draft->info.channels = (const char *const *) draft->channels->pdata;

  return soq_place_new_full (&draft->info);
}

static gboolean
read_words (Draft   *draft,
            char   **words,
            GError **error)
{
  gboolean has_ending = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    if (!read_word (draft, words[i], &has_ending, error))
      return FALSE;

  return TRUE;
}

/**
 * soq_place_from_string:
 * @text: an address, also `irc://HOST[:PORT][/#CHANNEL[,KEY]]` or the same
 *   with `ircs://`; after a space each: `tls`, channels, and the name of a line
 *   ending if it is not a newline
 * @error: return location for a [enum@SoqError]
 *
 * Returns: (transfer full): the place, or %NULL
 */
SoqPlace *
soq_place_from_string (const char *text,
                       GError    **error)
{
  Draft          draft = { .channels = g_ptr_array_new_with_free_func (g_free) };
  SoqPlace      *place = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  draft.endings = g_type_class_ref (SOQ_TYPE_LINE_ENDING);
  words = g_strsplit (text, " ", -1);
  if (read_address (&draft, words[0] != NULL ? words[0] : "", error) &&
      (words[0] == NULL || read_words (&draft, words + 1, error)))
    place = draft_finish (&draft);

  g_type_class_unref (draft.endings);
  g_ptr_array_unref (draft.channels);
  g_clear_pointer (&draft.address, soq_address_free);

  return place;
}

static char *
address_to_string (const SoqPlace *self)
{
  g_autofree char *address = soq_address_to_string (self->address);

  if (self->protocol == SOQ_PROTOCOL_AUTOMATIC)
    return g_steal_pointer (&address);

  if (self->protocol == SOQ_PROTOCOL_IRC)
    return g_strconcat (self->tls ? "ircs://" : "irc://", address, NULL);

  return soq_address_to_uri (self->address);
}

/**
 * soq_place_to_string:
 * @self: a place
 *
 * Returns: (transfer full): text for soq_place_from_string (), without the
 *   keys of channels
 */
char *
soq_place_to_string (const SoqPlace *self)
{
  g_autoptr (GEnumClass) endings = g_type_class_ref (SOQ_TYPE_LINE_ENDING);
  g_autofree char       *address = NULL;
  GString               *text;

  g_return_val_if_fail (self != NULL, NULL);

  address = address_to_string (self);
  text = g_string_new (address);
  if (self->tls && self->protocol != SOQ_PROTOCOL_IRC)
    g_string_append (text, " tls");
  for (guint i = 0; self->channels[i] != NULL; i++)
    {
      g_string_append_c (text, ' ');
      g_string_append_len (text, self->channels[i], (gssize) strcspn (self->channels[i], " "));
    }
  if (self->line_ending != SOQ_LINE_ENDING_LF)
    g_string_append_printf (text, " %s",
                            g_enum_get_value (endings, (int) self->line_ending)->value_nick);

  return g_string_free (text, FALSE);
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

SoqProtocol
soq_place_get_protocol (const SoqPlace *self)
{
  g_return_val_if_fail (self != NULL, SOQ_PROTOCOL_PLAIN);

  return self->protocol;
}

gboolean
soq_place_get_tls (const SoqPlace *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tls;
}

/**
 * soq_place_get_channels:
 * @self: a place
 *
 * Returns: (transfer none): what to join there, each as `#CHANNEL` or
 *   `#CHANNEL KEY`
 */
const char *const *
soq_place_get_channels (const SoqPlace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->channels;
}

/**
 * soq_place_expects_irc:
 * @self: a place
 *
 * A classroom server that only echoes must not be sent lines of IRC; so where
 * nothing was chosen they are sent to the ports that are for IRC alone.
 *
 * Returns: whether to speak IRC there at once
 */
gboolean
soq_place_expects_irc (const SoqPlace *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->protocol == SOQ_PROTOCOL_IRC ||
         (self->protocol == SOQ_PROTOCOL_AUTOMATIC && is_irc_port (self->address->port));
}
