/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-certificate.h"
#include "soq-client-window.h"
#include "soq-composer.h"
#include "soq-conversation-list.h"
#include "soq-conversation-view.h"
#include "soq-member-list.h"
#include "soq-ring-list.h"
#include "soq-server.h"
#include "soq-settings.h"
#include "soq-tls.h"

#include <glib/gstdio.h>

/* The client window over IRC, by mouse and keyboard, with a server of ours and
 * with somebody else in the room.
 */

typedef struct
{
  SoqServer *server; /* (owned) */
  SoqClient *bob;    /* (owned): with a client without a window */
  GtkWindow *window;
  char      *folder; /* (owned) (nullable): with a certificate in it */
  gboolean   lines;  /* its name is of several lines */
} Fixture;

/* One that nobody uses at this moment. */
static guint
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16                     port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

/* A certificate whose name goes on in a line of its own; returns whether there
 * is a program that makes such.
 */
static gboolean
make_certificate_with_lines (SoqServerConfig *config)
{
  const char             *command[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                                        "/CN=evil\nSHA-256 fingerprint:\n0000 1111", "-keyout",
                                        config->tls_key, "-out", config->tls_certificate, NULL };
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

static void
start_server (Fixture *self,
              gboolean tls)
{
  static const char *const names[] = { "elsewhere.example", NULL };
  SoqServerConfig         *config = soq_server_config_new ();
  g_autoptr (GError)       error = NULL;

  config->port = 0;
  if (tls)
    {
      /* On a port of its own: on the other one whoever needs more than a second
       * for his first byte is greeted in plain text.
       */
      config->tls_port = find_port ();
      self->folder = g_dir_make_tmp ("soquete-XXXXXX", NULL);
      config->tls_certificate = g_build_filename (self->folder, "certificate.pem", NULL);
      config->tls_key = g_build_filename (self->folder, "key.pem", NULL);
      if (!self->lines || !make_certificate_with_lines (config))
        assert_true (soq_certificate_make (config->tls_certificate, config->tls_key, names, 30,
                                           &error));
    }

  assert_true (soq_server_start (self->server, config, &error));
  soq_server_config_free (config);
}

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  /* As the first time, whatever the last test did with its window. */
  soq_settings_set_window_size (soq_settings_get_default (), "client", &(SoqWindowSize){ 0 });
  self->server = soq_server_new ();
  self->bob = soq_client_new ();
  self->window = GTK_WINDOW (soq_client_window_new (NULL));
  *state = self;

  return 0;
}

static void
remove_folder (Fixture *self)
{
  static const char *const names[] = { "certificate.pem", "key.pem" };

  for (guint i = 0; self->folder != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_remove (path);
    }
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_free (self->folder);
}

static int
teardown (void **state)
{
  Fixture *self = *state;
  GWeakRef window;
  gboolean gone;

  g_weak_ref_init (&window, self->window);
  gtk_window_destroy (self->window);
  for (guint i = 0; i < 50 && g_weak_ref_get (&window) != NULL; i++)
    soq_test_iterate ();
  gone = g_weak_ref_get (&window) == NULL;
  g_weak_ref_clear (&window);
  g_object_unref (self->bob);
  soq_server_stop (self->server, NULL);
  soq_test_wait_until (soq_server_get_state (self->server) == SOQ_SERVER_STATE_STOPPED);
  g_object_unref (self->server);
  remove_folder (self);
  g_free (self);

  return gone ? 0 : -1;
}

static SoqClient *
get_client (Fixture *self)
{
  return soq_client_window_get_client (SOQ_CLIENT_WINDOW (self->window));
}

static GtkWidget *
find_named (Fixture    *self,
            const char *name)
{
  return soq_ui_test_find_named (GTK_WIDGET (self->window), name);
}

static GtkWidget *
find_label (Fixture    *self,
            const char *text)
{
  return soq_ui_test_find_text (GTK_WIDGET (self->window), GTK_TYPE_LABEL, text);
}

static char *
dup_shown (Fixture *self)
{
  GtkWidget *view = gtk_stack_get_visible_child (GTK_STACK (find_named (self, "stack")));

  return soq_conversation_view_dup_text (SOQ_CONVERSATION_VIEW (view));
}

static gboolean
shows (Fixture    *self,
       const char *text)
{
  g_autofree char *shown = dup_shown (self);

  return strstr (shown, text) != NULL;
}

static SoqConversation *
find (SoqClient  *client,
      const char *title)
{
  GListModel *conversations = soq_client_get_conversations (client);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (soq_conversation_get_title (conversation), title))
        return conversation; /* the client owns it */
    }

  return NULL;
}

static guint
count_members (SoqClient  *client,
               const char *title)
{
  SoqConversation *conversation = find (client, title);

  if (conversation == NULL)
    return 0;

  return g_list_model_get_n_items (G_LIST_MODEL (soq_conversation_get_members (conversation)));
}

static void
fill (Fixture    *self,
      const char *title,
      const char *text)
{
  GtkWidget *row = soq_ui_test_find_text (GTK_WIDGET (self->window), ADW_TYPE_ENTRY_ROW, title);
  GtkWidget *entry;

  assert_non_null (row);
  soq_ui_test_click (row);
  entry = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));
  soq_test_wait_until (gtk_widget_has_focus (entry));
  soq_ui_test_key (GDK_KEY_a, GDK_CONTROL_MASK);
  soq_ui_test_type (text);
  soq_test_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), text));
}

static void
click_text (GtkWidget  *root,
            const char *text)
{
  GtkWidget *button = soq_ui_test_find_text (root, GTK_TYPE_BUTTON, text);

  assert_non_null (button);
  soq_ui_test_click (button);
}

/* The address is typed as it would be pasted. */
static void
begin (Fixture    *self,
       const char *scheme,
       const char *path)
{
  guint            port = g_str_equal (scheme, "ircs") ? soq_server_get_tls_port (self->server)
                                                       : soq_server_get_port (self->server);
  g_autofree char *address = g_strdup_printf ("%s://127.0.0.1:%u%s", scheme, port, path);

  soq_ui_test_present (self->window);
  fill (self, "Host name or IP address", address);
  fill (self, "Your name", "ana");
  click_text (GTK_WIDGET (self->window), "Connect");
  soq_test_wait_until (soq_client_get_place (get_client (self)) != NULL);
}

static void
connect_bob (Fixture    *self,
             const char *channel)
{
  g_autofree char     *address = NULL;
  g_autoptr (SoqPlace) place = NULL;

  address = g_strdup_printf ("irc://127.0.0.1:%u/%s", soq_server_get_port (self->server), channel);
  place = soq_place_from_string (address, NULL);
  soq_client_set_nick (self->bob, "bob");
  soq_client_connect (self->bob, place);
  soq_test_wait_until (count_members (self->bob, channel) > 0);
}

static void
bob_says (Fixture    *self,
          const char *title,
          const char *text)
{
  g_autoptr (GError) error = NULL;

  assert_true (soq_client_say (self->bob, find (self->bob, title), text, &error));
}

static void
meet (Fixture *self)
{
  start_server (self, FALSE);
  connect_bob (self, "#class");
  begin (self, "irc", "/#class");
  soq_test_wait_until (count_members (get_client (self), "#class") == 2);
  soq_test_wait_until (shows (self, "bob, ana joined"));
}

static void
type (Fixture    *self,
      const char *text)
{
  GtkWidget *view = soq_ui_test_find_type (find_named (self, "composer"), GTK_TYPE_TEXT_VIEW);

  soq_ui_test_focus (self->window);
  soq_ui_test_click (view);
  soq_test_wait_until (gtk_widget_has_focus (view));
  soq_ui_test_type (text);
}

static gboolean
has_typed (Fixture    *self,
           const char *text)
{
  g_autofree char *typed = soq_composer_dup_text (SOQ_COMPOSER (find_named (self, "composer")));

  return g_str_equal (typed, text);
}

static void
test_people_talk_in_a_channel (void **state)
{
  Fixture *self = *state;

  meet (self);
  soq_test_wait_until (find_label (self, "2 members") != NULL);
  type (self, "bo");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_test_wait_until (has_typed (self, "bob: "));
  soq_ui_test_type ("hello\n");
  soq_test_wait_until (shows (self, "<ana> bob: hello"));
  bob_says (self, "#class", "\002bold\002, \00304red\003 and \035plain\035 to ana");
  soq_test_wait_until (shows (self, "<bob> bold, red and plain to ana"));
  bob_says (self, "#class", "/me waves");
  soq_test_wait_until (shows (self, "* bob waves"));
  type (self, "/me smiles\n");
  soq_test_wait_until (shows (self, "* ana smiles"));
  bob_says (self, "#class", "/topic Sockets, from the first byte");
  soq_test_wait_until (find_label (self, "Sockets, from the first byte") != NULL);
  assert_false (soq_client_is_secure (get_client (self)));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-channel");
}

static void
test_wrong_commands_are_explained_and_kept (void **state)
{
  Fixture *self = *state;

  meet (self);
  type (self, "/nonsense here\n");
  soq_test_wait_until (find_label (self, "There is no command /nonsense. /help lists them; "
                                         "two slashes send it as text.") != NULL);
  assert_true (has_typed (self, "/nonsense here"));
  soq_composer_set_text (SOQ_COMPOSER (find_named (self, "composer")), "");
  type (self, "/ki");
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_test_wait_until (has_typed (self, "/kick "));
  soq_ui_test_type ("\n");
  soq_test_wait_until (find_label (self, "Something is missing: /kick NICK [REASON]") != NULL);
}

static GtkWidget *
find_row (Fixture    *self,
          const char *title)
{
  GtkWidget *list = soq_ui_test_find_type (GTK_WIDGET (self->window), SOQ_TYPE_CONVERSATION_LIST);

  return soq_ui_test_find_text (list, GTK_TYPE_LIST_BOX_ROW, title);
}

static void
test_unread_messages_are_counted_and_read (void **state)
{
  Fixture *self = *state;

  meet (self);
  bob_says (self, "#class", "/msg ana psst");
  soq_test_wait_until (find_row (self, "bob") != NULL);
  soq_test_wait_until (soq_ui_test_find_labelled (GTK_WIDGET (self->window),
                                                  "bob, 1 unread, 1 for you") != NULL);
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-unread");
  soq_ui_test_click (find_row (self, "bob"));
  soq_test_wait_until (shows (self, "<bob> psst"));
  assert_string_equal (gtk_window_get_title (self->window), "bob");
  assert_int_equal (soq_conversation_get_unread (find (get_client (self), "bob")), 0);
  assert_false (gtk_widget_get_visible (find_named (self, "members_button")));

  bob_says (self, "#class", "to everybody");
  soq_test_wait_until (soq_ui_test_find_labelled (GTK_WIDGET (self->window),
                                                  "#class, 1 unread") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.previous-conversation", NULL);
  soq_test_wait_until (shows (self, "<bob> to everybody"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.next-conversation", NULL);
  soq_test_wait_until (shows (self, "<bob> psst"));
}

static void
test_drafts_stay_where_they_were_begun (void **state)
{
  Fixture *self = *state;

  meet (self);
  type (self, "half a sent");
  soq_test_wait_until (has_typed (self, "half a sent"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.previous-conversation", NULL);
  assert_true (has_typed (self, ""));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.next-conversation", NULL);
  assert_true (has_typed (self, "half a sent"));
}

static void
test_draft_survives_a_command_that_goes_to_it (void **state)
{
  Fixture *self = *state;

  meet (self);
  type (self, "/query bob\n");
  soq_test_wait_until (g_str_equal (gtk_window_get_title (self->window), "bob"));
  type (self, "half a sent");
  soq_test_wait_until (has_typed (self, "half a sent"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.previous-conversation", NULL);
  type (self, "/query bob\n");
  soq_test_wait_until (has_typed (self, "half a sent"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.previous-conversation", NULL);
  assert_true (has_typed (self, ""));
}

static GtkWindow *
find_dialog (Fixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window; /* GTK owns its windows */
    }

  return NULL;
}

static void
paste_lines (Fixture *self,
             guint    n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GdkClipboard       *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%sline %u", i > 0 ? "\n" : "", i);
  gdk_clipboard_set_text (clipboard, text->str);
  type (self, "");
  soq_ui_test_key (GDK_KEY_v, GDK_CONTROL_MASK);
  soq_test_wait_until (has_typed (self, text->str));
}

static gboolean
begins_with (Fixture    *self,
             const char *text)
{
  g_autofree char *typed = soq_composer_dup_text (SOQ_COMPOSER (find_named (self, "composer")));

  return g_str_has_prefix (typed, text);
}

static gboolean
ends_with (Fixture    *self,
           const char *text)
{
  g_autofree char *typed = soq_composer_dup_text (SOQ_COMPOSER (find_named (self, "composer")));

  return g_str_has_suffix (typed, text);
}

/* The entry is full of text, and the last line is at its end. */
static gboolean
shows_end_of_entry (Fixture *self)
{
  GtkWidget     *view = soq_ui_test_find_type (find_named (self, "composer"), GTK_TYPE_TEXT_VIEW);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double         end = gtk_adjustment_get_value (adjustment) +
               gtk_adjustment_get_page_size (adjustment);
  GdkRectangle cursor;

  gtk_text_view_get_cursor_locations (GTK_TEXT_VIEW (view), NULL, &cursor, NULL);

  return (int) gtk_adjustment_get_page_size (adjustment) == gtk_widget_get_height (view) &&
         gtk_widget_get_height (view) > 100 && cursor.y > 89 * cursor.height - 1 &&
         end > cursor.y + cursor.height && end < cursor.y + cursor.height + 20;
}

static GtkWidget *
find_containing (GtkWidget  *root,
                 const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_containing (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
is_whole (GtkWidget *label)
{
  return label != NULL &&
         !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)));
}

static void
test_many_lines_are_asked_about_and_can_be_stopped (void **state)
{
  Fixture *self = *state;

  meet (self);
  paste_lines (self, 90);
  soq_test_wait_until (shows_end_of_entry (self));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-paste");
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (find_dialog (self) != NULL);
  assert_string_equal (gtk_window_get_title (find_dialog (self)),
                       "Send 90 lines to #class?");
  soq_ui_test_focus (find_dialog (self));
  soq_ui_test_screenshot (GTK_WIDGET (find_dialog (self)), "irc-many-lines");
  click_text (GTK_WIDGET (find_dialog (self)), "Cancel");
  soq_test_wait_until (find_dialog (self) == NULL);
  assert_true (ends_with (self, "line 89"));

  soq_ui_test_focus (self->window);
  soq_ui_test_key (GDK_KEY_Return, 0);
  soq_test_wait_until (find_dialog (self) != NULL);
  soq_ui_test_focus (find_dialog (self));
  click_text (GTK_WIDGET (find_dialog (self)), "Send");
  soq_test_wait_until (has_typed (self, "") && shows (self, "line 0"));
  soq_test_wait_until (gtk_widget_get_mapped (find_named (self, "stop_saying")));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-lines-wait");
  soq_ui_test_focus (self->window);
  soq_ui_test_click (find_named (self, "stop_saying"));
  soq_test_wait_until (begins_with (self, "line ") && ends_with (self, "line 89"));
  assert_false (shows (self, "line 89"));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-lines-stopped");

  /* All of the sentence is read: what to do stands at its end. */
  assert_true (is_whole (find_containing (GTK_WIDGET (self->window), "lines were not sent")));
}

static GtkWidget *
find_member (Fixture    *self,
             const char *nick)
{
  GtkWidget *list = soq_ui_test_find_type (GTK_WIDGET (self->window), SOQ_TYPE_MEMBER_LIST);

  return soq_ui_test_find_text (list, GTK_TYPE_BOX, nick);
}

static void
test_member_menu_does_what_it_says (void **state)
{
  Fixture   *self = *state;
  GtkWidget *item;

  meet (self);
  soq_ui_test_click_secondary (find_member (self, "bob"));
  soq_test_wait_until (soq_ui_test_find_text (GTK_WIDGET (self->window), GTK_TYPE_WIDGET,
                                              "Who Is This?") != NULL);
  assert_null (find_label (self, "Kick"));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-member-menu");
  item = find_label (self, "Who Is This?");
  soq_ui_test_click (item);
  soq_test_wait_until (shows (self, "bob is bob ("));

  soq_ui_test_click_secondary (find_member (self, "bob"));
  soq_test_wait_until (find_label (self, "Private Message") != NULL);
  soq_ui_test_click (find_label (self, "Private Message"));
  soq_test_wait_until (g_str_equal (gtk_window_get_title (self->window), "bob"));
}

static void
test_operator_may_kick_and_set_the_topic (void **state)
{
  Fixture   *self = *state;
  GtkWidget *entry;

  start_server (self, FALSE);
  begin (self, "irc", "/#own");
  soq_test_wait_until (count_members (get_client (self), "#own") == 1);
  connect_bob (self, "#own");
  soq_test_wait_until (find_label (self, "2 members") != NULL);
  soq_ui_test_click (find_named (self, "topic_button"));
  soq_test_wait_until (find_dialog (self) != NULL);
  soq_ui_test_focus (find_dialog (self));
  entry = soq_ui_test_find_type (GTK_WIDGET (find_dialog (self)), GTK_TYPE_ENTRY);
  soq_ui_test_click (entry);
  soq_ui_test_type ("Mine\n");
  soq_test_wait_until (find_label (self, "Mine") != NULL);

  soq_ui_test_focus (self->window);
  soq_ui_test_click_secondary (find_member (self, "bob"));
  soq_test_wait_until (find_label (self, "Kick") != NULL);
  soq_ui_test_click (find_label (self, "Kick"));
  soq_test_wait_until (shows (self, "ana put bob out"));
  soq_test_wait_until (find_label (self, "1 member") != NULL);
}

static void
test_narrow_window_has_pages (void **state)
{
  Fixture *self = *state;

  gtk_window_set_default_size (self->window, 360, 640);
  meet (self);
  bob_says (self, "#class", "A rather long line that has to wrap in a window that is this narrow: "
                            "https://example.org/a/very/long/path/that/does/not/end");
  soq_test_wait_until (shows (self, "<bob> A rather long line"));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-narrow");
  assert_true (gtk_widget_get_width (GTK_WIDGET (self->window)) <= 360);

  soq_ui_test_click (find_named (self, "members_button"));
  soq_test_wait_until (find_member (self, "bob") != NULL);
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-narrow-members");
  soq_ui_test_click (find_named (self, "members_button"));
  soq_ui_test_click (find_named (self, "back_button"));
  soq_test_wait_until (find_row (self, "#class") != NULL);
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-narrow-list");
  soq_ui_test_click (find_row (self, "#class"));
  soq_test_wait_until (gtk_widget_get_mapped (find_named (self, "composer")));
}

static void
test_dark_window_with_long_texts (void **state)
{
  Fixture *self = *state;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  meet (self);
  bob_says (self, "#class", "/topic A topic that is far too long for one line, so that it must be "
                            "cut somewhere, and that one can read all of it in its tooltip only");
  bob_says (self, "#class", "ana: look at \00302,08blue on yellow\003, \0030white\003, "
                            "\0031black\003, \026reverse\026 and \021monospace\021");
  bob_says (self, "#class", "/join #another-channel-with-a-name-that-is-long");
  soq_test_wait_until (shows (self, "<bob> ana: look at blue on yellow"));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "irc-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_certificate_is_trusted_only_when_the_person_says_so (void **state)
{
  Fixture         *self = *state;
  g_autofree char *place = NULL;
  g_autofree char *trusted = NULL;

  start_server (self, TRUE);
  place = g_strdup_printf ("127.0.0.1:%u", soq_server_get_tls_port (self->server));
  begin (self, "ircs", "/#class");
  soq_test_wait_until (find_dialog (self) != NULL);
  soq_ui_test_focus (find_dialog (self));
  soq_ui_test_screenshot (GTK_WIDGET (find_dialog (self)), "irc-certificate");
  click_text (GTK_WIDGET (find_dialog (self)), "Cancel");
  soq_test_wait_until (find_dialog (self) == NULL);
  assert_int_equal (soq_client_get_state (get_client (self)), SOQ_CLIENT_STATE_OFFLINE);
  trusted = soq_settings_dup_trusted (soq_settings_get_default (), place);
  assert_null (trusted);

  soq_ui_test_focus (self->window);
  click_text (GTK_WIDGET (self->window), "Connect");
  soq_test_wait_until (find_dialog (self) != NULL);
  soq_ui_test_focus (find_dialog (self));
  click_text (GTK_WIDGET (find_dialog (self)), "Trust This Certificate");
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_ONLINE);
  assert_true (soq_client_is_secure (get_client (self)));
  trusted = soq_settings_dup_trusted (soq_settings_get_default (), place);
  assert_non_null (trusted);
  soq_test_wait_until (soq_ui_test_find_labelled (GTK_WIDGET (self->window),
                                                  "Encrypted with TLS") != NULL);
}

/* It could otherwise put a fingerprint above the true one. */
static void
test_name_of_a_certificate_is_one_line (void **state)
{
  Fixture         *self = *state;
  g_autofree char *openssl = g_find_program_in_path ("openssl");

  if (openssl == NULL)
    {
      print_message ("# left out: openssl is not installed\n");
      skip ();
    }

  self->lines = TRUE;
  start_server (self, TRUE);
  begin (self, "ircs", "/#class");
  soq_test_wait_until (find_dialog (self) != NULL);
  assert_non_null (soq_ui_test_find_label (GTK_WIDGET (find_dialog (self)),
                                           "For: evil SHA-256 fingerprint: 0000 1111\n"));
  click_text (GTK_WIDGET (find_dialog (self)), "Cancel");
  soq_test_wait_until (find_dialog (self) == NULL);
}

static void
test_changed_certificate_is_said_to_have_changed (void **state)
{
  static const char before[] = "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:"
                               "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";
  Fixture          *self = *state;
  g_autofree char  *place = NULL;
  g_autofree char  *title = NULL;
  g_autofree char  *now = NULL;
  g_autofree char  *first_group = NULL;

  start_server (self, TRUE);
  place = g_strdup_printf ("127.0.0.1:%u", soq_server_get_tls_port (self->server));
  soq_settings_set_trusted (soq_settings_get_default (), place, before);
  begin (self, "ircs", "/#class");
  soq_test_wait_until (find_dialog (self) != NULL);
  title = g_strdup_printf ("The Certificate of %s Has Changed", place);
  soq_ui_test_focus (find_dialog (self));
  soq_ui_test_screenshot (GTK_WIDGET (find_dialog (self)), "irc-certificate-changed");
  assert_string_equal (gtk_window_get_title (find_dialog (self)), title);
  assert_non_null (soq_ui_test_find_label (GTK_WIDGET (find_dialog (self)), "ABCD EF01 2345 6789\nABCD EF01 2345 6789\n"
                                                                            "ABCD EF01 2345 6789\nABCD EF01 2345 6789"));
  now = soq_certificate_dup_fingerprint (soq_server_get_certificate (self->server));
  first_group = g_strdup_printf ("\n%.2s%.2s %.2s%.2s ", now, now + 3, now + 6, now + 9);
  assert_non_null (soq_ui_test_find_label (GTK_WIDGET (find_dialog (self)), first_group));
  click_text (GTK_WIDGET (find_dialog (self)), "Cancel");
  soq_test_wait_until (find_dialog (self) == NULL);
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_people_talk_in_a_channel),
    window_test (test_wrong_commands_are_explained_and_kept),
    window_test (test_unread_messages_are_counted_and_read),
    window_test (test_drafts_stay_where_they_were_begun),
    window_test (test_draft_survives_a_command_that_goes_to_it),
    window_test (test_many_lines_are_asked_about_and_can_be_stopped),
    window_test (test_member_menu_does_what_it_says),
    window_test (test_operator_may_kick_and_set_the_topic),
    window_test (test_narrow_window_has_pages),
    window_test (test_dark_window_with_long_texts),
    window_test (test_certificate_is_trusted_only_when_the_person_says_so),
    window_test (test_name_of_a_certificate_is_one_line),
    window_test (test_changed_certificate_is_said_to_have_changed),
  };

  soq_tls_init ();
  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("client-irc", tests, NULL, NULL);
}
