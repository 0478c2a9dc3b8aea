/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include "soq-composer.h"

#include <gtk/gtkimmodule.h>

/* The entry with an input method that composes, as those of Korea, Japan and
 * China do: it sees every key first, and what it shows is text already.
 */

#define MODULE "soq-test"

/* Letters are composed, and become capitals when they are committed. */
typedef struct
{
  GtkIMContext parent_instance;

  GString *preedit; /* (owned) */
} TestMethod;

typedef struct
{
  GtkIMContextClass parent_class;
} TestMethodClass;

static GType test_method_get_type (void);

G_DEFINE_TYPE (TestMethod, test_method, GTK_TYPE_IM_CONTEXT)

/* What the method does, as methods differ. */
static gboolean keeps_enter; /* the Enter that commits is not seen by the entry */
static guint    walked;      /* keys that went through its candidates */

static void
set_preedit (TestMethod *self,
             const char *text)
{
  g_string_assign (self->preedit, text);
  g_signal_emit_by_name (self, "preedit-changed");
}

static void
commit (TestMethod *self)
{
  g_autofree char *text = g_ascii_strup (self->preedit->str, -1);

  set_preedit (self, "");
  g_signal_emit_by_name (self, "commit", text);
}

static gboolean
test_method_filter_keypress (GtkIMContext *context,
                             GdkEvent     *event)
{
  TestMethod *self = (TestMethod *) context;
  guint       key = gdk_key_event_get_keyval (event);

  if (gdk_event_get_event_type (event) != GDK_KEY_PRESS)
    return FALSE;

  if (key >= GDK_KEY_a && key <= GDK_KEY_z && gdk_event_get_modifier_state (event) == 0)
    {
      g_autofree char *text = g_strdup_printf ("%s%c", self->preedit->str, (char) key);

      set_preedit (self, text);
      return TRUE;
    }

  if (self->preedit->len == 0)
    return FALSE;

  if (key == GDK_KEY_Tab || key == GDK_KEY_Up || key == GDK_KEY_Down || key == GDK_KEY_Page_Up)
    {
      walked++;
      return TRUE;
    }

  if (key != GDK_KEY_Return)
    return FALSE;

  commit (self);

  return keeps_enter;
}

static void
test_method_get_preedit_string (GtkIMContext   *context,
                                char          **text,
                                PangoAttrList **attributes,
                                int            *cursor)
{
  TestMethod *self = (TestMethod *) context;

  if (text != NULL)
    *text = g_strdup (self->preedit->str);
  if (attributes != NULL)
    *attributes = pango_attr_list_new ();
  if (cursor != NULL)
    *cursor = (int) self->preedit->len;
}

static void
test_method_reset (GtkIMContext *context)
{
  set_preedit ((TestMethod *) context, "");
}

static void
test_method_finalize (GObject *object)
{
  g_string_free (((TestMethod *) object)->preedit, TRUE);

  G_OBJECT_CLASS (test_method_parent_class)->finalize (object);
}

static void
test_method_class_init (TestMethodClass *klass)
{
  GtkIMContextClass *context_class = GTK_IM_CONTEXT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_method_finalize;
  context_class->filter_keypress = test_method_filter_keypress;
  context_class->get_preedit_string = test_method_get_preedit_string;
  context_class->reset = test_method_reset;
}

static void
test_method_init (TestMethod *self)
{
  self->preedit = g_string_new (NULL);
}

typedef struct
{
  GtkWindow   *window;
  SoqComposer *composer;
  GString     *sent; /* (owned): each text in brackets */
} Fixture;

static gboolean
send_cb (SoqComposer *composer,
         const char  *text,
         Fixture     *self)
{
  g_string_append_printf (self->sent, "[%s]", text);

  return TRUE;
}

static int
setup (void **state)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->window = GTK_WINDOW (gtk_window_new ());
  self->composer = SOQ_COMPOSER (soq_composer_new ());
  self->sent = g_string_new (NULL);
  gtk_window_set_child (self->window, GTK_WIDGET (self->composer));
  g_signal_connect (self->composer, "send", G_CALLBACK (send_cb), self);
  soq_ui_test_present (self->window);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
  keeps_enter = FALSE;
  walked = 0;
  *state = self;

  return 0;
}

static int
teardown (void **state)
{
  Fixture *self = *state;

  gtk_window_destroy (self->window);
  g_string_free (self->sent, TRUE);
  g_free (self);

  return 0;
}

static gboolean
has_text (Fixture    *self,
          const char *text)
{
  g_autofree char *written = soq_composer_dup_text (self->composer);

  return g_str_equal (written, text);
}

static GtkWidget *
find_named (Fixture    *self,
            const char *name)
{
  return soq_ui_test_find_named (GTK_WIDGET (self->window), name);
}

static gboolean
may_send (Fixture *self)
{
  return gtk_widget_get_sensitive (find_named (self, "send_button"));
}

static void
test_last_syllable_is_sent (void **state)
{
  Fixture *self = *state;

  soq_ui_test_type ("ab\n");
  soq_test_wait_until (self->sent->len > 0);
  assert_string_equal (self->sent->str, "[AB]");
  assert_true (has_text (self, ""));
}

static void
test_enter_that_ends_a_word_does_not_send (void **state)
{
  Fixture *self = *state;

  keeps_enter = TRUE;
  soq_ui_test_type ("ab\n");
  soq_test_wait_until (has_text (self, "AB"));
  assert_string_equal (self->sent->str, "");
  soq_ui_test_type ("\n");
  soq_test_wait_until (self->sent->len > 0);
  assert_string_equal (self->sent->str, "[AB]");
}

static void
test_candidates_are_walked_through (void **state)
{
  static const char *const names[] = { "AB", NULL };
  Fixture                 *self = *state;

  soq_composer_set_names (self->composer, names);
  soq_ui_test_type ("first\n");
  soq_test_wait_until (self->sent->len > 0);
  soq_ui_test_type ("ab");
  soq_ui_test_key (GDK_KEY_Up, 0);
  soq_ui_test_key (GDK_KEY_Down, 0);
  soq_ui_test_key (GDK_KEY_Page_Up, 0);
  soq_ui_test_key (GDK_KEY_Tab, 0);
  soq_test_wait_until (walked == 4);
  assert_true (has_text (self, ""));
  soq_ui_test_type ("\n");
  soq_test_wait_until (g_str_equal (self->sent->str, "[FIRST][AB]"));
}

static void
test_what_is_composed_is_text (void **state)
{
  Fixture *self = *state;

  assert_false (may_send (self));
  soq_ui_test_type ("ab");
  soq_test_wait_until (may_send (self));
  assert_false (gtk_widget_get_visible (find_named (self, "placeholder")));
  soq_ui_test_screenshot (GTK_WIDGET (self->window), "composer-preedit");
  soq_ui_test_key (GDK_KEY_BackSpace, 0);
  soq_ui_test_click (find_named (self, "send_button"));
  soq_test_wait_until (self->sent->len > 0);
  assert_string_equal (self->sent->str, "[ab]");
  soq_test_wait_until (!may_send (self));
  assert_true (gtk_widget_get_visible (find_named (self, "placeholder")));
}

int
main (void)
{
#define window_test(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    window_test (test_last_syllable_is_sent),
    window_test (test_enter_that_ends_a_word_does_not_send),
    window_test (test_candidates_are_walked_through),
    window_test (test_what_is_composed_is_text),
  };

  g_setenv ("GTK_IM_MODULE", MODULE, TRUE);
  soq_ui_test_init ();
  g_io_extension_point_implement (GTK_IM_MODULE_EXTENSION_POINT_NAME, test_method_get_type (),
                                  MODULE, 0);

  return cmocka_run_group_tests_name ("input-method", tests, NULL, NULL);
}
