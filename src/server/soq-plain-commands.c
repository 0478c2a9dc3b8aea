/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-plain-commands.h"

#include "soq-irc-names.h"
#include "soq-server-private.h"

typedef void (*CommandFunc) (SoqServer  *server,
                             SoqPeer    *peer,
                             const char *arguments);

typedef struct
{
  const char *name;
  const char *arguments; /* (nullable): what must follow, for the help */
  const char *help;
  CommandFunc run;
} Command;

static void run_help (SoqServer  *server,
                      SoqPeer    *peer,
                      const char *arguments);

static void
run_nick (SoqServer  *server,
          SoqPeer    *peer,
          const char *arguments)
{
  if (!soq_irc_nick_is_valid (arguments))
    {
      soq_server_notice (server, peer,
                         "“%s” cannot be a name: take up to 32 of the letters a to z, digits and -_[]{}\\|^`, "
                         "not beginning with a digit or -.",
                         arguments);
      return;
    }

  if (g_str_equal (soq_peer_get_nick (peer), arguments))
    return;

  if (!soq_server_rename_user (soq_peer_get_user (peer), arguments))
    {
      soq_server_notice (server, peer, "The name %s is taken.", arguments);
      return;
    }

  soq_server_notice (server, peer, "You are now known as %s.", arguments);
}

/**
 * soq_plain_commands_say:
 * @server: a server
 * @peer: a peer that speaks plain text
 * @text: what it says, or does
 * @is_action: whether it does it
 *
 * Says it in the lobby, or tells @peer that it may not. What nobody hears was
 * not said, so that nothing is logged.
 *
 * Returns: whether it was said
 */
gboolean
soq_plain_commands_say (SoqServer  *server,
                        SoqPeer    *peer,
                        const char *text,
                        gboolean    is_action)
{
  SoqUser *user = soq_peer_get_user (peer);

  if (!soq_channel_may_speak (server->lobby, user))
    {
      soq_server_notice (server, peer, "You may not speak in %s now.", SOQ_LOBBY);
      return FALSE;
    }

  soq_server_tell_in (server, is_action ? SOQ_EVENT_ACTION : SOQ_EVENT_MESSAGE, peer, SOQ_LOBBY,
                      text);
  soq_server_say_in_parts (user, server->lobby, text, is_action);

  return TRUE;
}

static void
run_me (SoqServer  *server,
        SoqPeer    *peer,
        const char *arguments)
{
  soq_plain_commands_say (server, peer, arguments, TRUE);
}

static void
run_who (SoqServer  *server,
         SoqPeer    *peer,
         const char *arguments)
{
  g_autoptr (GList)   members = soq_channel_list_members (server->lobby);
  g_autoptr (GString) names = g_string_new (NULL);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (names, "%s%s (%s)",
                            names->len > 0 ? ", " : "",
                            soq_peer_get_nick (l->data),
                            soq_peer_get_address (l->data));

  soq_server_notice (server, peer, "In %s: %s", soq_channel_get_name (server->lobby),
                     names->len > 0 ? names->str : "nobody");
}

static void
run_quit (SoqServer  *server,
          SoqPeer    *peer,
          const char *arguments)
{
  const char *reason = *arguments != '\0' ? arguments : "quit";

  if (soq_peer_get_link (peer) == NULL)
    {
      soq_server_remove_peer (server, peer, reason);
      return;
    }

  soq_server_notice (server, peer, "Goodbye.");
  soq_peer_set_reason (peer, reason);
  soq_server_quit_user (server, soq_peer_get_user (peer), reason);
  soq_peer_finish (peer, reason);
}

static const Command commands[] = {
  { "help", NULL, "/help: this list", run_help },
  { "me", "TEXT", "/me TEXT: say what you do", run_me },
  { "nick", "NAME", "/nick NAME: be called NAME", run_nick },
  { "quit", NULL, "/quit [TEXT]: leave", run_quit },
  { "who", NULL, "/who: who is here", run_who },
};

static void
run_help (SoqServer  *server,
          SoqPeer    *peer,
          const char *arguments)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    soq_server_notice (server, peer, "%s", commands[i].help);

  soq_server_notice (server, peer, "Everything else is said to all.");
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_ascii_strcasecmp (commands[i].name, name) == 0)
      return &commands[i];

  return NULL;
}

/**
 * soq_plain_commands_run:
 * @server: a running server in chat mode
 * @peer: who typed it
 * @line: what follows the slash
 *
 * Runs a command of a plain-text peer, or tells it why not.
 */
void
soq_plain_commands_run (SoqServer  *server,
                        SoqPeer    *peer,
                        const char *line)
{
  g_auto (GStrv)   words = g_strsplit (line, " ", 2);
  g_autofree char *arguments = NULL;
  const Command   *command;

  command = find_command (words[0] != NULL ? words[0] : "");
  if (command == NULL)
    {
      soq_server_notice (server, peer,
                         "There is no command /%s. /help lists the commands; // begins a text with a slash.",
                         words[0] != NULL ? words[0] : "");
      return;
    }

  arguments = g_strstrip (g_strdup (words[1] != NULL ? words[1] : ""));
  if (command->arguments != NULL && *arguments == '\0')
    {
      soq_server_notice (server, peer, "Something is missing. It is /%s %s.", command->name,
                         command->arguments);
      return;
    }

  command->run (server, peer, arguments);
}
