/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "server-options.h"
#include "server-trace.h"
#include "soq-certificate.h"
#include "soq-error.h"
#include "soq-platform.h"
#include "soq-server.h"
#include "soq-tls.h"

#include <locale.h>
#include <stdio.h>

#define EXIT_BAD_OPTIONS   2
#define EXIT_CANNOT_LISTEN 3

#define CERTIFICATE_DAYS 825

static void
print_line (FILE       *stream,
            const char *line)
{
  fprintf (stream, "%s\n", line);
  fflush (stream);
}

static void
print_json_cb (SoqServer *server,
               SoqEvent  *event)
{
  g_autofree char *json = soq_event_to_json (event);

  print_line (stdout, json);
}

/* Without JSON the log tells what an owner has to know, not what is said. */
static void
print_text_cb (SoqServer *server,
               SoqEvent  *event)
{
  SoqEventType type = soq_event_get_event_type (event);

  if (type == SOQ_EVENT_LISTENING)
    print_line (stdout, soq_event_get_text (event));
  else if (type == SOQ_EVENT_WARNING)
    print_line (stderr, soq_event_get_text (event));
}

static void
state_cb (SoqServer  *server,
          GParamSpec *pspec,
          GMainLoop  *loop)
{
  if (soq_server_get_state (server) == SOQ_SERVER_STATE_STOPPED)
    g_main_loop_quit (loop);
}

static gboolean
quit_cb (gpointer user_data)
{
  soq_server_stop (SOQ_SERVER (user_data), NULL);

  return G_SOURCE_CONTINUE;
}

static gboolean
reload_cb (gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!soq_server_reload (SOQ_SERVER (user_data), &error))
    fprintf (stderr, "soquete-server: nothing was changed: %s\n", error->message);

  return G_SOURCE_CONTINUE;
}

static const char *
what_to_do (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return "Another program has that port. End it, or choose another one with --port.";

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return "Ports below 1024 are for the administrator. Choose a higher one with --port.";

  if (g_error_matches (error, SOQ_ERROR, SOQ_ERROR_NOT_OUR_ADDRESS))
    return "Choose one of this computer's addresses with --address, or leave it out to listen on all.";

  return "Nobody can connect, so the server ends.";
}

/* For the names by which others reach this computer. */
static int
make_certificate (const char *folder)
{
  g_autofree char            *pem = g_build_filename (folder, "certificate.pem", NULL);
  g_autofree char            *key = g_build_filename (folder, "key.pem", NULL);
  g_autoptr (GStrvBuilder)    builder = g_strv_builder_new ();
  g_autoptr (GPtrArray)       addresses = soq_platform_list_addresses ();
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError)          error = NULL;
  g_autofree char            *fingerprint = NULL;
  g_autofree char            *grouped = NULL;
  g_autofree char            *comment = NULL;
  g_auto (GStrv)              lines = NULL;
  g_auto (GStrv)              names = NULL;

  g_strv_builder_add (builder, g_get_host_name ());
  g_strv_builder_add (builder, "localhost");
  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *name = g_inet_address_to_string (g_ptr_array_index (addresses, i));

      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);

  if (soq_certificate_make (pem, key, (const char *const *) names, CERTIFICATE_DAYS, &error))
    certificate = soq_certificate_load (pem, key, &error);
  if (certificate == NULL)
    {
      fprintf (stderr, "soquete-server: %s\n", error->message);
      return EXIT_FAILURE;
    }

  fingerprint = soq_certificate_dup_fingerprint (certificate);
  grouped = soq_certificate_group_fingerprint (fingerprint);
  lines = g_strsplit (grouped, "\n", -1);
  comment = g_strjoinv ("\n# ", lines);
  printf ("[tls]\ncertificate=%s\nkey=%s\n\n# SHA-256 fingerprint:\n# %s\n", pem, key, comment);

  return EXIT_SUCCESS;
}

/* Returns what the program ends with. */
static int
serve (SoqServer             *server,
       const SoqServerConfig *config)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError)    error = NULL;

  /* Before it says that it listens: who reads that may end it at once. */
  soq_platform_watch_quit (quit_cb, server);
  soq_platform_watch_reload (reload_cb, server);
  if (!soq_server_start (server, config, &error))
    {
      fprintf (stderr, "soquete-server: %s\n%s\n", error->message, what_to_do (error));
      return EXIT_CANNOT_LISTEN;
    }

  g_signal_connect (server, "notify::state", G_CALLBACK (state_cb), loop);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}

static int
run (const SoqServerOptions *options)
{
  g_autoptr (SoqServer) server = soq_server_new ();
  g_autoptr (GError)    error = NULL;
  ServerTrace          *trace = NULL;
  int                   status;

  g_signal_connect (server, "event",
                    G_CALLBACK (options->config->log_json ? print_json_cb : print_text_cb), NULL);
  if (options->trace != NULL)
    {
      trace = server_trace_open (server, options->trace, &error);
      if (trace == NULL)
        {
          fprintf (stderr, "soquete-server: --trace: %s\n", error->message);
          return EXIT_BAD_OPTIONS;
        }
    }

  status = serve (server, options->config);

  return server_trace_close (trace) ? status : EXIT_FAILURE;
}

int
main (int    argc,
      char **argv)
{
  g_auto (SoqServerOptions) options = { 0 };
  g_auto (GStrv)            arguments = NULL;
  g_autoptr (GError)        error = NULL;

  soq_tls_init ();
  setlocale (LC_ALL, "");
  arguments = soq_platform_dup_arguments (argv);

  if (!soq_server_options_parse (&options, &arguments, &error))
    {
      fprintf (stderr, "soquete-server: %s\n", error->message);
      return EXIT_BAD_OPTIONS;
    }

  if (options.show_version)
    {
      print_line (stdout, "soquete-server " PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  if (options.make_certificate != NULL)
    return make_certificate (options.make_certificate);

  soq_platform_give_memory_back ();
  soq_platform_raise_descriptor_limit ();

  return run (&options);
}
