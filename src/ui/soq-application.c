/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-application.h"

#include "soq-client-window.h"
#include "soq-close.h"
#include "soq-compat.h"
#include "soq-first-instance.h"
#include "soq-lab-window.h"
#include "soq-paths.h"
#include "soq-preferences.h"
#include "soq-server-window.h"
#include "soq-settings.h"
#include "soq-shortcuts.h"
#include "soq-welcome-window.h"

#include <glib/gi18n.h>

/**
 * SoqApplication:
 *
 * The desktop program: it opens the windows that a command line, the desktop
 * or a menu asks for. A second start talks to the first.
 */
struct _SoqApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (SoqApplication, soq_application, ADW_TYPE_APPLICATION)

static void
open_client (SoqApplication *self,
             SoqPlace       *place)
{
  SoqClientWindow *window = soq_client_window_new (GTK_APPLICATION (self));

  if (place != NULL)
    soq_client_window_connect_to (window, place);
  gtk_window_present (GTK_WINDOW (window));
}

static SoqServerWindow *
open_server (SoqApplication *self)
{
  SoqServerWindow *window = soq_server_window_new (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
open_welcome (SoqApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (SOQ_IS_WELCOME_WINDOW (l->data))
      {
        gtk_window_present (l->data);
        return;
      }

  gtk_window_present (GTK_WINDOW (soq_welcome_window_new (GTK_APPLICATION (self))));
}

/* A script that opened the window finds the port here. */
static gboolean
start_server (SoqServerWindow         *window,
              GApplicationCommandLine *command_line)
{
  if (!soq_server_window_start (window))
    return FALSE;

  g_application_command_line_print (command_line, "Listening on 0.0.0.0 port %u\n",
                                    soq_server_get_port (soq_server_window_get_server (window)));

  return TRUE;
}

/* A server window, started, and a client window connected to it: what one
 * wants to see first.
 */
static void
open_demo (SoqApplication          *self,
           GApplicationCommandLine *command_line)
{
  SoqServerWindow     *server = open_server (self);
  g_autofree char     *address = NULL;
  g_autofree char     *uri = NULL;
  g_autoptr (SoqPlace) place = NULL;

  soq_server_window_set_port (server, 0);
  if (!start_server (server, command_line))
    return;

  address = soq_host_and_port ("127.0.0.1",
                               soq_server_get_port (soq_server_window_get_server (server)));
  /* Not to be found out from the greeting: while the windows open, our server
   * may be too busy to greet in time.
   */
  uri = g_strdup_printf ("irc://%s/lobby", address);
  place = soq_place_from_string (uri, NULL);
  open_client (self, place);
}

static void
new_server_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  open_server (user_data);
}

static void
new_client_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  open_client (user_data, NULL);
}

static void
welcome_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  open_welcome (user_data);
}

static void
lab_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (soq_lab_window_new (GTK_APPLICATION (user_data))));
}

static void
connect_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  g_autoptr (SoqPlace) place = soq_place_from_string (g_variant_get_string (parameter, NULL), NULL);

  open_client (user_data, place);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);

  gtk_window_present (GTK_WINDOW (soq_preferences_new (application, soq_settings_get_default ())));
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  GtkWidget      *window = soq_shortcuts_new_window (soq_settings_get_default ());

  gtk_window_set_transient_for (GTK_WINDOW (window),
                                gtk_application_get_active_window (application));
  gtk_window_present (GTK_WINDOW (window));
  g_object_unref (window);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  soq_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static gboolean
is_in_use (gpointer window)
{
  return (SOQ_IS_SERVER_WINDOW (window) && soq_server_window_is_in_use (window)) ||
         (SOQ_IS_CLIENT_WINDOW (window) && soq_client_window_is_in_use (window));
}

/* Closing each window lets each end its connections politely. */
static void
close_all (gpointer user_data)
{
  GtkApplication   *application = GTK_APPLICATION (user_data);
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      soq_close_agree (l->data);
      gtk_window_close (l->data);
    }
}

/* The dialog that was answered is still at work. */
static void
quit_agreed_cb (const char *answer,
                guint       choice,
                gpointer    user_data)
{
  g_idle_add_once (close_all, user_data);
}

static void
ask_quit (GtkWindow *parent,
          guint      n)
{
  SoqQuestion      question = { 0 };
  g_autofree char *body = NULL;

  /* Translators: %u is how many windows have a connection. */
  body = g_strdup_printf (ngettext ("%u window is in use: its connections end.",
                                    "%u windows are in use: their connections end.", n),
                          n);
  question.heading = _("Quit Soquete?");
  question.body = body;
  question.affirm = _("_Quit");
  question.destructive = TRUE;
  soq_compat_ask (GTK_WIDGET (parent), &question, quit_agreed_cb,
                  gtk_window_get_application (parent));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  guint           n = 0;

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (is_in_use (l->data))
      n++;

  if (n == 0)
    close_all (application);
  else
    ask_quit (gtk_application_get_active_window (application), n);
}

static const GActionEntry entries[] = {
  { .name = "new-server", .activate = new_server_cb },
  { .name = "new-client", .activate = new_client_cb },
  { .name = "lab", .activate = lab_cb },
  { .name = "connect", .activate = connect_cb, .parameter_type = "s" },
  { .name = "welcome", .activate = welcome_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "about", .activate = about_cb },
  { .name = "quit", .activate = quit_cb },
};

static void
color_scheme_cb (SoqSettings *settings)
{
  static const AdwColorScheme schemes[] = {
    [SOQ_COLOR_SCHEME_SYSTEM] = ADW_COLOR_SCHEME_DEFAULT,
    [SOQ_COLOR_SCHEME_LIGHT] = ADW_COLOR_SCHEME_FORCE_LIGHT,
    [SOQ_COLOR_SCHEME_DARK] = ADW_COLOR_SCHEME_FORCE_DARK,
  };
  guint scheme;

  g_object_get (settings, "color-scheme", &scheme, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[scheme]);
}

/* Libraries set this when they start, so it comes after that. */
static void
bind_bundled_domains (void)
{
  const char *locale_dir = bindtextdomain (GETTEXT_PACKAGE, NULL);

  for (const char *const *domain = soq_paths_get_bundled_domains (); *domain != NULL; domain++)
    bindtextdomain (*domain, locale_dir);
}

static void
soq_application_startup (GApplication *application)
{
  SoqSettings *settings = soq_settings_get_default ();

  G_APPLICATION_CLASS (soq_application_parent_class)->startup (application);
  bind_bundled_domains ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  soq_shortcuts_apply (GTK_APPLICATION (application), settings);
  g_signal_connect_object (settings, "notify::color-scheme", G_CALLBACK (color_scheme_cb), settings,
                           G_CONNECT_DEFAULT);
  color_scheme_cb (settings);
  gtk_window_set_default_icon_name (APPLICATION_ID);
}

static void
soq_application_activate (GApplication *application)
{
  open_welcome (SOQ_APPLICATION (application));
}

static void
soq_application_open (GApplication *application,
                      GFile       **files,
                      int           n_files,
                      const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char     *uri = g_file_get_uri (files[i]);
      g_autoptr (SoqPlace) place = soq_place_from_string (uri, NULL);

      open_client (SOQ_APPLICATION (application), place);
    }
}

static void
soq_application_shutdown (GApplication *application)
{
  soq_settings_save (soq_settings_get_default (), NULL);

  G_APPLICATION_CLASS (soq_application_parent_class)->shutdown (application);
}

/* What was asked for, checked before any window opens. */
typedef struct
{
  gboolean   host;
  gboolean   client;
  gboolean   demo;
  guint16    port; /* with host; 0 for any */
  gboolean   has_port;
  GPtrArray *places; /* (owned) of SoqPlace */
} Request;

static gboolean
read_arguments (Request           *request,
                const char *const *arguments,
                GError           **error)
{
  guint first = 0;

  if (request->host && arguments != NULL && arguments[0] != NULL)
    {
      if (!soq_port_parse (arguments[0], 0, &request->port, error))
        return FALSE;
      request->has_port = TRUE;
      first = 1;
    }

  for (guint i = first; arguments != NULL && arguments[i] != NULL; i++)
    {
      SoqPlace *place = soq_place_from_string (arguments[i], error);

      if (place == NULL)
        return FALSE;
      g_ptr_array_add (request->places, place);
    }

  return TRUE;
}

static void
carry_out (SoqApplication          *self,
           const Request           *request,
           GApplicationCommandLine *command_line)
{
  if (request->demo)
    open_demo (self, command_line);

  if (request->host)
    {
      SoqServerWindow *window = open_server (self);

      if (request->has_port)
        soq_server_window_set_port (window, request->port);
      start_server (window, command_line);
    }

  if (request->client && request->places->len == 0)
    open_client (self, NULL);
  for (guint i = 0; i < request->places->len; i++)
    open_client (self, g_ptr_array_index (request->places, i));

  if (!request->demo && !request->host && !request->client && request->places->len == 0)
    open_welcome (self);
}

static int
soq_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  GVariantDict           *options = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **arguments = NULL;
  g_autoptr (GPtrArray)   places = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError)      error = NULL;
  Request                 request = { .places = places };

  request.host = g_variant_dict_contains (options, "host");
  request.client = g_variant_dict_contains (options, "client");
  request.demo = g_variant_dict_contains (options, "demo");
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &arguments);

  if (!read_arguments (&request, arguments, &error))
    {
      g_application_command_line_printerr (command_line, "soquete: %s\n", error->message);
      return 2;
    }

  carry_out (SOQ_APPLICATION (application), &request, command_line);

  return EXIT_SUCCESS;
}

static int
soq_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("soquete %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  soq_first_instance_pass_by_if_stuck (application);

  return -1;
}

static void
soq_application_class_init (SoqApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = soq_application_startup;
  application_class->activate = soq_application_activate;
  application_class->open = soq_application_open;
  application_class->command_line = soq_application_command_line;
  application_class->handle_local_options = soq_application_handle_local_options;
  application_class->shutdown = soq_application_shutdown;
}

static void
soq_application_init (SoqApplication *self)
{
  /* clang-format off */
  const GOptionEntry options[] = {
    { "host", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Open a server window and start it, on PORT if one follows"), NULL },
    { "client", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Open a client window"), NULL },
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Open a server window and a client window that is connected to it"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_("Show the version and exit"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL,
      N_("[HOST[:PORT]|tcp://HOST:PORT|udp://HOST:PORT|irc://HOST[:PORT][/CHANNEL]|ircs://…]") },
    G_OPTION_ENTRY_NULL
  };
  /* clang-format on */

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("A desktop chat whose sockets you can see."));
}

SoqApplication *
soq_application_new (void)
{
  return g_object_new (SOQ_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", RESOURCE_BASE,
                       NULL);
}
