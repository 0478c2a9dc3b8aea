/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-options.h"

#include "soq-error.h"

/* An option of the command line that sets a key of the file. */
typedef struct
{
  const char *option;
  const char *group;
  const char *key;
  const char *fixed; /* (nullable): the value of an option that takes none */
} Setting;

static const Setting settings[] = {
  { "--address", "server", "address", NULL },
  { "--port", "server", "port", NULL },
  { "--udp", "server", "udp", "true" },
  { "--mode", "server", "mode", NULL },
  { "--server-name", "server", "name", NULL },
  { "--network", "server", "network", NULL },
  { "--motd", "server", "motd", NULL },
  { "--backlog", "server", "backlog", NULL },
  { "--receive-size", "server", "receive-size", NULL },
  { "--max-clients", "limits", "max-clients", NULL },
  { "--stop-when-empty", "server", "stop-when-empty", "true" },
  { "--stop-word", "server", "stop-word", NULL },
  { "--quit-word", "server", "quit-word", NULL },
  { "--data-dir", "server", "data-dir", NULL },
  { "--log-json", "server", "log-json", "true" },
  { "--no-throttle", "limits", "throttle", "false" },
};

/* What was asked for, in order, until the file is read that it wins over. */
typedef struct
{
  char      *config_path;      /* (owned) (nullable) */
  GPtrArray *chosen;           /* (owned) of (owned) char *: options */
  GPtrArray *values;           /* (owned) of (owned) char * */
  GString   *addresses;        /* (owned): of each --address */
  char      *make_certificate; /* (owned) (nullable) */
  char      *trace;            /* (owned) (nullable) */
  gboolean   show_version;
} Parsed;

/* A short option is the first letter of its long one. */
static guint
find_setting (const char *option)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (settings) && !g_str_equal (settings[i].option, option) &&
         (option[1] == '-' || option[1] != settings[i].option[2]))
    i++;

  return i;
}

static gboolean
choose_cb (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  Parsed        *parsed = data;
  const Setting *setting = &settings[find_setting (option)];

  if (g_str_equal (setting->key, "address"))
    {
      g_string_append_printf (parsed->addresses, "%s ", value);
      value = parsed->addresses->str;
    }

  g_ptr_array_add (parsed->chosen, g_strdup (setting->option));
  g_ptr_array_add (parsed->values, g_strdup (setting->fixed != NULL ? setting->fixed : value));

  return TRUE;
}

static gboolean
parse (Parsed  *parsed,
       char  ***arguments,
       GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &parsed->config_path,
      "Read settings from FILE; options win over it", "FILE" },
    { "address", 'a', 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "Listen on this IP address (can be given several times)", "ADDRESS" },
    { "port", 'p', 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "Listen on this port, 0 for any (default: 5000)", "PORT" },
    { "udp", 'u', G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, choose_cb,
      "Listen for UDP datagrams too", NULL },
    { "mode", 'm', 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "What clients get for what they say: chat, echo, uppercase or silent", "MODE" },
    { "server-name", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb, "What the server calls itself",
      "NAME" },
    { "network", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb, "What IRC clients call the network",
      "NAME" },
    { "motd", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb, "Greet everybody with the text of FILE",
      "FILE" },
    { "backlog", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "How many connections may wait to be accepted", "N" },
    { "receive-size", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "How many bytes one recv() asks for", "N" },
    { "max-clients", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb, "How many clients may be connected",
      "N" },
    { "stop-when-empty", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, choose_cb,
      "Stop when the last client has left", NULL },
    { "stop-word", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "Stop when a client on this computer says WORD", "WORD" },
    { "quit-word", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb, "Disconnect a client that says WORD",
      "WORD" },
    { "data-dir", 0, 0, G_OPTION_ARG_CALLBACK, choose_cb,
      "Keep bans, accounts and the history in this folder", "DIR" },
    { "log-json", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, choose_cb,
      "Print each event as one JSON object", NULL },
    { "no-throttle", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, choose_cb,
      "Let clients send as fast as they can", NULL },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &parsed->trace,
      "Write the socket calls to FILE, which ends in .json, .pcapng or .txt", "FILE" },
    { "make-certificate", 0, 0, G_OPTION_ARG_FILENAME, &parsed->make_certificate,
      "Make a certificate for TLS in this folder and exit", "DIR" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &parsed->show_version, "Show the version and exit",
      NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup              *group = g_option_group_new ("server", "", "", parsed, NULL);

  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context,
                                "A chat server for IRC, plain text and UDP, without a window.\n"
                                "Join it with an IRC client, with netcat, or with a program of your own.\n"
                                "Passwords and TLS are set in the file of --config.");

  return g_option_context_parse_strv (context, arguments, error);
}

static gboolean
apply (Parsed          *parsed,
       SoqServerConfig *config,
       GError         **error)
{
  if (parsed->config_path != NULL && !soq_server_config_load (config, parsed->config_path, error))
    return FALSE;

  for (guint i = 0; i < parsed->chosen->len; i++)
    {
      const Setting *setting = &settings[find_setting (g_ptr_array_index (parsed->chosen, i))];

      if (!soq_server_config_override (config, setting->group, setting->key,
                                       g_ptr_array_index (parsed->values, i), error))
        {
          g_prefix_error (error, "%s: ", setting->option);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_rest (char   **arguments,
            GError **error)
{
  if (arguments[0] == NULL || arguments[1] == NULL)
    return TRUE;

  g_set_error (error, SOQ_ERROR, SOQ_ERROR_BAD_CONFIG,
               "“%s” is not an option; soquete-server --help lists them", arguments[1]);

  return FALSE;
}

/**
 * soq_server_options_parse:
 * @self: (out caller-allocates): what the command line says
 * @arguments: (inout): the arguments, the program's name first
 * @error: return location for an error that says what would be right
 *
 * Returns: whether all of it could be used
 */
gboolean
soq_server_options_parse (SoqServerOptions *self,
                          char           ***arguments,
                          GError          **error)
{
  Parsed   parsed = { 0 };
  gboolean ok;

  g_return_val_if_fail (self != NULL, FALSE);

  parsed.chosen = g_ptr_array_new_with_free_func (g_free);
  parsed.values = g_ptr_array_new_with_free_func (g_free);
  parsed.addresses = g_string_new (NULL);
  self->config = soq_server_config_new ();

  ok = parse (&parsed, arguments, error) &&
       check_rest (*arguments, error) &&
       apply (&parsed, self->config, error);
  self->show_version = parsed.show_version;
  self->make_certificate = parsed.make_certificate;
  self->trace = parsed.trace;

  g_ptr_array_unref (parsed.chosen);
  g_ptr_array_unref (parsed.values);
  g_string_free (parsed.addresses, TRUE);
  g_free (parsed.config_path);

  return ok;
}

void
soq_server_options_clear (SoqServerOptions *self)
{
  g_clear_pointer (&self->config, soq_server_config_free);
  g_clear_pointer (&self->make_certificate, g_free);
  g_clear_pointer (&self->trace, g_free);
}
