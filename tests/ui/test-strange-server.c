/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-client-window.h"
#include "soq-composer.h"
#include "soq-member-list.h"

/* The client window with a server that means harm, or only has bad luck
 * (issue 13, section 2).
 */

typedef struct
{
  GSocket    *listener; /* (owned) */
  GSocket    *peer;     /* (owned) (nullable) before the client came */
  GString    *heard;    /* (owned): what the client has sent */
  GtkWindow  *window;
  GThread    *flood; /* (owned) (nullable) */
  const char *line;  /* of the flood */
  int         over;  /* atomic: the flood is to end */
  guint       frames;
} Fixture;

static SoqClient *
get_client (Fixture *self)
{
  return soq_client_window_get_client (SOQ_CLIENT_WINDOW (self->window));
}

static int
setup (void **state)
{
  Fixture                   *self = g_new0 (Fixture, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL);
  g_socket_bind (self->listener, any, TRUE, NULL);
  g_socket_listen (self->listener, NULL);
  self->heard = g_string_new (NULL);
  self->window = GTK_WINDOW (soq_client_window_new (NULL));
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  g_atomic_int_set (&self->over, TRUE);
  gtk_window_destroy (self->window);
  if (self->peer != NULL)
    g_socket_shutdown (self->peer, TRUE, TRUE, NULL);
  if (self->flood != NULL)
    g_thread_join (self->flood);
  for (guint i = 0; i < 50; i++)
    soq_test_iterate ();
  g_clear_object (&self->peer);
  g_object_unref (self->listener);
  g_string_free (self->heard, TRUE);
  g_free (self);

  return 0;
}

static void
say (Fixture    *self,
     const char *text)
{
  g_autofree char *lines = NULL;
  g_auto (GStrv)   parts = g_strsplit (text, "$ME", -1);

  lines = g_strjoinv (soq_client_get_nick (get_client (self)), parts);
  assert_int_equal (g_socket_send (self->peer, lines, strlen (lines), NULL, NULL), strlen (lines));
}

static gboolean
hears (Fixture    *self,
       const char *text)
{
  char buffer[4096];

  while (g_socket_condition_check (self->peer, G_IO_IN) != 0)
    {
      gssize n = g_socket_receive (self->peer, buffer, sizeof buffer, NULL, NULL);

      if (n <= 0)
        break;
      g_string_append_len (self->heard, buffer, n);
    }

  return strstr (self->heard->str, text) != NULL;
}

static gboolean
has_come (Fixture *self)
{
  if (self->peer == NULL && g_socket_condition_check (self->listener, G_IO_IN) != 0)
    self->peer = g_socket_accept (self->listener, NULL, NULL);

  return self->peer != NULL;
}

static void
connect_to (Fixture    *self,
            const char *scheme,
            const char *path)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->listener, NULL);
  g_autoptr (SoqPlace)       place = NULL;
  g_autofree char           *text = NULL;

  text = g_strdup_printf ("%s://127.0.0.1:%u%s", scheme,
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)), path);
  place = soq_place_from_string (text, NULL);
  soq_ui_test_present (self->window);
  soq_client_window_connect_to (SOQ_CLIENT_WINDOW (self->window), place);
  soq_test_wait_until (has_come (self));
}

static SoqConversation *
find (Fixture    *self,
      const char *title)
{
  GListModel *conversations = soq_client_get_conversations (get_client (self));

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (SoqConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (soq_conversation_get_title (conversation), title))
        return conversation; /* the client owns it */
    }

  return NULL;
}

static void
meet (Fixture    *self,
      const char *tokens)
{
  connect_to (self, "irc", "/#a");
  soq_test_wait_until (hears (self, "USER "));
  say (self, ":irc.test CAP * LS :\r\n");
  soq_test_wait_until (hears (self, "CAP END"));
  say (self, ":irc.test 001 $ME :Welcome\r\n:irc.test 005 $ME ");
  say (self, tokens);
  say (self, " :are supported\r\n:irc.test 376 $ME :End\r\n");
  soq_test_wait_until (hears (self, "JOIN #a"));
  say (self, ":$ME!u@h JOIN #a\r\n:irc.test 353 $ME = #a :$ME @bob\r\n"
             ":irc.test 366 $ME #a :End\r\n");
  soq_test_wait_until (g_str_equal (gtk_window_get_title (self->window), "#a"));
}

static GtkWidget *
find_entry (Fixture *self)
{
  GtkWidget *composer = soq_ui_test_find_type (GTK_WIDGET (self->window), SOQ_TYPE_COMPOSER);

  return soq_ui_test_find_type (composer, GTK_TYPE_TEXT_VIEW);
}

static gboolean
has_typed (Fixture    *self,
           const char *text)
{
  GtkWidget       *composer = soq_ui_test_find_type (GTK_WIDGET (self->window), SOQ_TYPE_COMPOSER);
  g_autofree char *typed = soq_composer_dup_text (SOQ_COMPOSER (composer));

  return g_str_equal (typed, text);
}

static void
test_names_of_others_act_on_nothing (void **state)
{
  Fixture    *self = *state;
  const char *title;

  meet (self, "NETWORK=Caf\\xe9\u202e\\x1b");
  say (self, ":bob\u202e!u@h PRIVMSG $ME :hi\r\n:bob\u202e!u@h NICK :b\u202eob\x7f\r\n"
             ":$ME!u@h NICK :\u202eme\r\n");
  soq_test_wait_until (find (self, "b\u202eob\x7f") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.next-conversation", NULL);
  soq_test_wait_until (!g_str_equal (gtk_window_get_title (self->window), "#a"));

  title = gtk_window_get_title (self->window);
  assert_true (g_utf8_validate (title, -1, NULL));
  assert_null (strstr (title, "\u202e"));
  assert_null (strstr (title, "\x7f"));
  assert_null (soq_ui_test_find_text (GTK_WIDGET (self->window), GTK_TYPE_LABEL, "\u202eme"));
}

/* What is being typed stays where it was begun. */
static void
test_part_that_nobody_asked_for_takes_nothing_away (void **state)
{
  Fixture *self = *state;

  meet (self, "X");
  say (self, ":bob!u@h PRIVMSG $ME :psst\r\n");
  soq_test_wait_until (find (self, "bob") != NULL);
  soq_ui_test_focus (self->window);
  soq_ui_test_click (find_entry (self));
  soq_test_wait_until (gtk_widget_has_focus (find_entry (self)));
  soq_ui_test_type ("my pass");
  soq_test_wait_until (has_typed (self, "my pass"));

  say (self, ":$ME!u@h PART #a :you had better\r\n:bob!u@h PRIVMSG $ME :and?\r\n");
  soq_test_wait_until (find (self, "#a") == NULL || !soq_conversation_get_joined (find (self, "#a")));
  assert_non_null (find (self, "#a"));
  soq_ui_test_type ("word\n");
  soq_test_wait_until (has_typed (self, "my password") || hears (self, "word"));
  assert_false (hears (self, "PRIVMSG bob"));
  assert_string_equal (gtk_window_get_title (self->window), "#a");
}

/* A bouncer asks for its password in a notice, before it lets anybody in. */
static void
test_notice_before_the_welcome_can_be_answered (void **state)
{
  Fixture *self = *state;

  connect_to (self, "irc", "");
  soq_test_wait_until (hears (self, "USER "));
  say (self, ":b.bip.net NOTICE $ME :You should type /QUOTE PASS user:password:connection\r\n");
  soq_test_wait_until (gtk_widget_get_mapped (find_entry (self)));
  soq_ui_test_focus (self->window);
  soq_ui_test_click (find_entry (self));
  soq_test_wait_until (gtk_widget_has_focus (find_entry (self)));
  soq_ui_test_type ("/quote PASS ana:secret:net\n");
  soq_test_wait_until (hears (self, "PASS ana:secret:net\r\n"));
}

static GtkWindow *
find_dialog (Fixture *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == self->window &&
        gtk_widget_get_mapped (l->data))
      return l->data;

  return NULL;
}

static void
test_topic_is_of_the_channel_for_which_it_was_asked (void **state)
{
  Fixture *self = *state;

  meet (self, "X");
  soq_client_say (get_client (self), find (self, "#a"), "/join #b", NULL);
  soq_test_wait_until (hears (self, "JOIN #b"));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.topic", NULL);
  soq_test_wait_until (find_dialog (self) != NULL);
  soq_ui_test_focus (find_dialog (self));
  soq_ui_test_type ("for a");
  say (self, ":$ME!u@h JOIN #b\r\n");
  soq_test_wait_until (g_str_equal (gtk_window_get_title (self->window), "#b"));
  soq_ui_test_type ("\n");
  soq_test_wait_until (hears (self, ":for a\r\n"));
  assert_true (hears (self, "TOPIC #a :for a\r\n"));
}

/* To set a tooltip asks the X server where the pointer is. */
static void
test_rows_make_their_tooltips_when_they_are_asked (void **state)
{
  Fixture   *self = *state;
  GtkWidget *list;
  GtkWidget *label;

  meet (self, "X");
  list = soq_ui_test_find_type (GTK_WIDGET (self->window), SOQ_TYPE_MEMBER_LIST);
  soq_test_wait_until (soq_ui_test_find_text (list, GTK_TYPE_LABEL, "bob") != NULL);
  label = soq_ui_test_find_text (list, GTK_TYPE_LABEL, "bob");
  assert_true (gtk_widget_get_has_tooltip (gtk_widget_get_parent (label)));
  assert_null (gtk_widget_get_tooltip_text (gtk_widget_get_parent (label)));
}

static gpointer
flood_thread (gpointer user_data)
{
  Fixture            *self = user_data;
  g_autoptr (GString) lines = g_string_new (NULL);

  while (lines->len < 60000)
    g_string_append (lines, self->line);
  g_socket_set_blocking (self->peer, TRUE);
  while (!g_atomic_int_get (&self->over) &&
         g_socket_send (self->peer, lines->str, lines->len, NULL, NULL) > 0)
    continue;

  return NULL;
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  Fixture *self = user_data;

  self->frames++;

  return G_SOURCE_CONTINUE;
}

/* The server never pauses; the window is drawn nevertheless, and obeys. */
static void
expect_window_goes_on (Fixture         *self,
                       SoqConversation *conversation,
                       const char      *line)
{
  GListModel *messages = soq_conversation_get_messages (conversation);

  self->line = line;
  self->flood = g_thread_new ("flood", flood_thread, self);
  soq_test_wait_until (g_list_model_get_n_items (messages) > 10);
  self->frames = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), frame_cb, self, NULL);
  soq_test_wait_until (self->frames >= 20);

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.disconnect", NULL);
  soq_test_wait_until (soq_client_get_state (get_client (self)) == SOQ_CLIENT_STATE_OFFLINE);
}

static void
test_flood_does_not_stop_the_window (void **state)
{
  Fixture *self = *state;

  meet (self, "X");
  expect_window_goes_on (self, find (self, "#a"),
                         ":bob!u@h PRIVMSG #a :all work and no play makes a dull protocol\r\n");
}

static void
test_flood_of_short_lines_does_not_stop_the_window (void **state)
{
  Fixture *self = *state;

  connect_to (self, "tcp", "");
  expect_window_goes_on (self, soq_client_get_conversation (get_client (self)), "x\n");
}

static void
test_flood_without_newlines_does_not_stop_the_window (void **state)
{
  Fixture *self = *state;

  connect_to (self, "tcp", "");
  expect_window_goes_on (self, soq_client_get_conversation (get_client (self)), "W");
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_names_of_others_act_on_nothing),
    window_test (test_part_that_nobody_asked_for_takes_nothing_away),
    window_test (test_notice_before_the_welcome_can_be_answered),
    window_test (test_topic_is_of_the_channel_for_which_it_was_asked),
    window_test (test_rows_make_their_tooltips_when_they_are_asked),
    window_test (test_flood_does_not_stop_the_window),
    window_test (test_flood_of_short_lines_does_not_stop_the_window),
    window_test (test_flood_without_newlines_does_not_stop_the_window),
  };

  soq_ui_test_init ();

  return cmocka_run_group_tests_name ("strange-server", tests, NULL, NULL);
}
