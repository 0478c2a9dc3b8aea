/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-plain-room.h"

#include "soq-plain-commands.h"
#include "soq-platform.h"
#include "soq-server-private.h"
#include "soq-text.h"

/* What a message of a plain-text peer does, by the server's reply mode. */

static void
say_in_lobby (SoqServer      *server,
              SoqPeer        *peer,
              const char     *text,
              const SoqFrame *frame)
{
  SoqUser *user = soq_peer_get_user (peer);

  if (*text == '\0')
    return;

  /* Two slashes begin a text that begins with one. */
  if (g_str_has_prefix (text, "/") && !g_str_has_prefix (text, "//"))
    {
      soq_plain_commands_run (server, peer, text + 1);
      return;
    }

  if (*text == '/')
    text++;
  user->spoke = soq_clock_now ();
  if (!soq_plain_commands_say (server, peer, text, FALSE))
    return;

  if (frame->end == SOQ_FRAME_END_LIMIT)
    soq_server_notice (server, peer, "Your message is longer than %u bytes; it is sent in parts.",
                       server->config->line);
}

static void
reply_same (SoqServer      *server,
            SoqPeer        *peer,
            const char     *text,
            const SoqFrame *frame)
{
  g_autoptr (GBytes) bytes = g_bytes_new (frame->data, frame->raw_length);

  soq_peer_send (peer, bytes);
}

static void
append_uppercase (GString      *reply,
                  const guint8 *data,
                  gsize         length)
{
  g_autofree char *upper = NULL;

  if (g_utf8_validate_len ((const char *) data, length, NULL))
    upper = g_utf8_strup ((const char *) data, (gssize) length);

  /* Other encodings have the letters of ASCII where we can find them. */
  if (upper == NULL)
    for (gsize i = 0; i < length; i++)
      g_string_append_c (reply, g_ascii_toupper ((char) data[i]));
  else
    g_string_append (reply, upper);
}

static void
reply_uppercase (SoqServer      *server,
                 SoqPeer        *peer,
                 const char     *text,
                 const SoqFrame *frame)
{
  g_autoptr (GBytes) bytes = NULL;
  GString           *reply = g_string_sized_new (frame->raw_length);

  append_uppercase (reply, frame->data, frame->length);
  g_string_append_len (reply, (const char *) frame->data + frame->length,
                       (gssize) (frame->raw_length - frame->length));
  bytes = g_string_free_to_bytes (reply);
  soq_peer_send (peer, bytes);
}

typedef void (*ReplyFunc) (SoqServer      *server,
                           SoqPeer        *peer,
                           const char     *text,
                           const SoqFrame *frame);

static const ReplyFunc replies[] = {
  [SOQ_REPLY_MODE_CHAT] = say_in_lobby,
  [SOQ_REPLY_MODE_ECHO] = reply_same,
  [SOQ_REPLY_MODE_UPPERCASE] = reply_uppercase,
  [SOQ_REPLY_MODE_BY_HAND] = NULL,
  [SOQ_REPLY_MODE_SILENT] = NULL,
};

static gboolean
is_word (const char *text,
         const char *word)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (word == NULL)
    return FALSE;

  a = g_utf8_casefold (text, -1);
  b = g_utf8_casefold (word, -1);

  return g_str_equal (g_strstrip (a), b);
}

static gboolean
may_stop (SoqServer *server,
          SoqPeer   *peer)
{
  GInetAddress *address = soq_peer_get_inet_address (peer);

  for (char **mask = server->config->stop_word_addresses; address != NULL && *mask != NULL; mask++)
    {
      g_autoptr (GInetAddressMask) parsed = g_inet_address_mask_new_from_string (*mask, NULL);

      if (parsed != NULL && g_inet_address_mask_matches (parsed, address))
        return TRUE;
    }

  return FALSE;
}

static void
obey_words (SoqServer  *server,
            SoqPeer    *peer,
            const char *text)
{
  if (is_word (text, server->config->stop_word))
    {
      g_autofree char *reason = NULL;

      if (may_stop (server, peer))
        {
          reason = g_strdup_printf ("%s said the stop word", soq_peer_get_nick (peer));
          soq_server_stop (server, reason);
          return;
        }

      soq_server_tell (server, SOQ_EVENT_WARNING, peer,
                       "said the stop word, but its address may not stop the server");
    }

  if (!is_word (text, server->config->quit_word))
    return;

  if (soq_peer_get_link (peer) != NULL)
    soq_peer_finish (peer, "said the quit word");
  else
    soq_server_remove_peer (server, peer, "said the quit word");
}

/**
 * soq_plain_room_take:
 * @server: a running server
 * @peer: who says something; the caller holds a reference
 * @frame: what
 *
 * Does with one message of a plain-text peer what the reply mode says. The
 * server may have stopped and the peer be gone afterwards.
 */
void
soq_plain_room_take (SoqServer      *server,
                     SoqPeer        *peer,
                     const SoqFrame *frame)
{
  g_autofree char *text = soq_text_from_bytes (frame->data, frame->length);
  SoqReplyMode     mode = soq_server_get_mode (server);

  if (*text != '\0')
    {
      soq_peer_count_in (peer, frame->raw_length);
      server->message_count++;
      if (mode != SOQ_REPLY_MODE_CHAT)
        soq_server_tell (server, SOQ_EVENT_MESSAGE, peer, text);
    }

  if (replies[mode] != NULL)
    replies[mode](server, peer, text, frame);

  obey_words (server, peer, text);
}

/**
 * soq_plain_room_hold_back:
 * @server: a running server
 * @peer: who says something that nobody is to see
 *
 * Tells @peer why, and what it can do.
 */
void
soq_plain_room_hold_back (SoqServer *server,
                          SoqPeer   *peer)
{
  soq_server_notice (server, peer,
                     "That looks like a line of IRC, which may hold a password, so nobody was shown it.");
  soq_server_notice (server, peer,
                     "An IRC client must begin with such a line; whoever is none may use other words.");
}
