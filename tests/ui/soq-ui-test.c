/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-ui-test.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>

typedef gboolean (*MatchFunc) (GtkWidget    *widget,
                               gconstpointer what);

static Display *
get_display (void)
{
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
}

static Window
get_xid (GtkNative *native)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (native));
}

/* The application does this by itself; without one, pictures would show another
 * look than people see.
 */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* To be called once, before the first window. */
void
soq_ui_test_init (void)
{
  adw_init ();
  load_style ();

  /* A widget that is still moving would be clicked where it no longer is. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* Gives @window the keyboard. There is no window manager to do it. */
void
soq_ui_test_focus (GtkWindow *window)
{
  XSetInputFocus (get_display (), get_xid (GTK_NATIVE (window)), RevertToParent, CurrentTime);
  XRaiseWindow (get_display (), get_xid (GTK_NATIVE (window)));
  XFlush (get_display ());

  soq_test_wait_until (gtk_window_is_active (window));
}

static gboolean
drawn_cb (GtkWidget     *widget,
          GdkFrameClock *frame_clock,
          gpointer       user_data)
{
  guint *frames = user_data;

  return ++*frames < 2 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
wait_until_drawn (GtkWidget *widget)
{
  guint frames = 0;

  /* The tick of the second frame comes after the first one was drawn. */
  gtk_widget_add_tick_callback (widget, drawn_cb, &frames, NULL);
  gtk_widget_queue_draw (widget);
  soq_test_wait_until (frames == 2);
}

/* Shows @window and waits until it is drawn and has the keyboard. */
void
soq_ui_test_present (GtkWindow *window)
{
  gtk_window_present (window);
  soq_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));
  wait_until_drawn (GTK_WIDGET (window));
  soq_ui_test_focus (window);
}

/* The first window with that title that is shown, or NULL. */
GtkWindow *
soq_ui_test_find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return window; /* GTK owns its windows */
    }

  return NULL;
}

static GskRenderNode *
snapshot (GdkPaintable *paintable)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot,
                          gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));

  return gtk_snapshot_free_to_node (snapshot);
}

/* A condition may be asked for again once it holds. */
static gboolean
take_snapshot (GdkPaintable   *paintable,
               GskRenderNode **node)
{
  if (*node == NULL)
    *node = snapshot (paintable);

  return *node != NULL;
}

/* Leaves a picture of @widget as @name.png in the folder that the environment
 * variable SOQ_SCREENSHOT_DIR names. Without it, does nothing.
 */
void
soq_ui_test_screenshot (GtkWidget  *widget,
                        const char *name)
{
  const char              *folder = g_getenv ("SOQ_SCREENSHOT_DIR");
  GskRenderer             *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture)   texture = NULL;
  g_autofree char         *path = NULL;
  GskRenderNode           *node = NULL;

  if (folder == NULL)
    return;

  /* The paintable is empty until the widget was drawn again. */
  paintable = gtk_widget_paintable_new (widget);
  wait_until_drawn (widget);
  soq_test_wait_until (take_snapshot (paintable, &node));

  texture = gsk_renderer_render_texture (renderer, node, NULL);
  gsk_render_node_unref (node);

  path = g_strdup_printf ("%s/%s.png", folder, name);
  assert_int_equal (g_mkdir_with_parents (folder, 0755), 0);
  assert_true (gdk_texture_save_to_png (texture, path));
}

/* Whether a program wrote a file as it said: at least @at_least bytes, of which
 * the first are those of @begins. Removes the file.
 */
void
soq_ui_test_assert_written (const char *path,
                            const char *begins,
                            gsize       at_least)
{
  g_autofree char   *contents = NULL;
  gsize              length;
  g_autoptr (GError) error = NULL;

  assert_true (g_file_get_contents (path, &contents, &length, &error));
  assert_true (length >= at_least);
  assert_memory_equal (contents, begins, strlen (begins));
  assert_int_equal (g_unlink (path), 0);
}

static void
press_button (GtkWidget *widget,
              guint      button)
{
  Display   *display = get_display ();
  GtkNative *native;
  double     left, top, x, y;
  int        root_x, root_y;
  Window     child;

  soq_test_wait_until (gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0);

  native = gtk_widget_get_native (widget);
  gtk_native_get_surface_transform (native, &left, &top);
  assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (native),
                                                 gtk_widget_get_width (widget) / 2.0,
                                                 gtk_widget_get_height (widget) / 2.0,
                                                 &x, &y));
  XTranslateCoordinates (display, get_xid (native), DefaultRootWindow (display),
                         (int) (x + left), (int) (y + top), &root_x, &root_y, &child);

  XTestFakeMotionEvent (display, -1, root_x, root_y, CurrentTime);
  XTestFakeButtonEvent (display, button, True, CurrentTime);
  XTestFakeButtonEvent (display, button, False, CurrentTime);
  XFlush (display);
}

/* Clicks into the middle of @widget. */
void
soq_ui_test_click (GtkWidget *widget)
{
  press_button (widget, Button1);
}

void
soq_ui_test_click_secondary (GtkWidget *widget)
{
  press_button (widget, Button3);
}

/* Puts @keysym on a key that has no meaning yet. It keeps it: GDK looks up
 * what a key means when it handles the event, which is later.
 */
static KeyCode
assign_key (KeySym keysym)
{
  Display *display = get_display ();
  int      first, last, width;
  KeySym  *symbols;
  KeyCode  found = 0;
  /* Twice, or a capital letter would only come with Shift. */
  KeySym levels[] = { keysym, keysym };

  XDisplayKeycodes (display, &first, &last);
  symbols = XGetKeyboardMapping (display, (KeyCode) first, last - first + 1, &width);

  for (int code = last; code >= first && found == 0; code--)
    {
      gboolean is_free = TRUE;

      for (int level = 0; level < width; level++)
        is_free = is_free && symbols[(code - first) * width + level] == NoSymbol;
      if (is_free)
        found = (KeyCode) code;
    }

  XFree (symbols);
  assert_int_not_equal (found, 0);
  XChangeKeyboardMapping (display, found, G_N_ELEMENTS (levels), levels, 1);
  XSync (display, False);

  return found;
}

/* The key that gives @keysym, and whether Shift must be held for it. */
static KeyCode
find_key (KeySym    keysym,
          gboolean *shift)
{
  Display *display = get_display ();
  int      first, last;

  XDisplayKeycodes (display, &first, &last);

  for (int level = 0; level < 2; level++)
    for (int code = first; code <= last; code++)
      if (XkbKeycodeToKeysym (display, (KeyCode) code, 0, level) == keysym)
        {
          *shift = level == 1;
          return (KeyCode) code;
        }

  *shift = FALSE;
  return assign_key (keysym);
}

static void
hold (GdkModifierType modifiers,
      gboolean        down)
{
  static const struct
  {
    GdkModifierType modifier;
    KeySym          keysym;
  } keys[] = {
    { GDK_SHIFT_MASK, XK_Shift_L },
    { GDK_CONTROL_MASK, XK_Control_L },
    { GDK_ALT_MASK, XK_Alt_L },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((modifiers & keys[i].modifier) != 0)
      XTestFakeKeyEvent (get_display (), XKeysymToKeycode (get_display (), keys[i].keysym),
                         down, CurrentTime);
}

/* Presses and releases one key while @modifiers (Shift, Ctrl, Alt) are held.
 * Shift is added by itself for what needs it, such as GDK_KEY_question.
 */
void
soq_ui_test_key (guint           keyval,
                 GdkModifierType modifiers)
{
  gboolean shift;
  KeyCode  code = find_key (keyval, &shift);

  if (shift)
    modifiers |= GDK_SHIFT_MASK;

  hold (modifiers, TRUE);
  XTestFakeKeyEvent (get_display (), code, True, CurrentTime);
  XTestFakeKeyEvent (get_display (), code, False, CurrentTime);
  hold (modifiers, FALSE);
  XFlush (get_display ());
}

/* Types @text, which is UTF-8; a line end in it is the Enter key. */
void
soq_ui_test_type (const char *text)
{
  for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guint8) *p])
    {
      gunichar character = g_utf8_get_char (p);

      soq_ui_test_key (character == '\n' ? GDK_KEY_Return : gdk_unicode_to_keyval (character), 0);
    }
}

static GtkWidget *
find (GtkWidget    *root,
      MatchFunc     match,
      gconstpointer what)
{
  if (match (root, what))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, what);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
match_type (GtkWidget    *widget,
            gconstpointer what)
{
  const GType *type = what;

  return g_type_is_a (G_OBJECT_TYPE (widget), *type);
}

GtkWidget *
soq_ui_test_find_type (GtkWidget *root,
                       GType      type)
{
  return find (root, match_type, &type);
}

static gboolean
match_name (GtkWidget    *widget,
            gconstpointer what)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), what) == 0 ||
         g_strcmp0 (gtk_widget_get_name (widget), what) == 0;
}

/* By the id that the .ui file gives it, or by its widget name. */
GtkWidget *
soq_ui_test_find_named (GtkWidget  *root,
                        const char *name)
{
  return find (root, match_name, name);
}

static gboolean
match_accessible_label (GtkWidget    *widget,
                        gconstpointer what)
{
  g_autofree char *difference = NULL;

  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL, what);

  return difference == NULL;
}

/* A label that has @part in its text. */
GtkWidget *
soq_ui_test_find_label (GtkWidget  *root,
                        const char *part)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), part) != NULL)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = soq_ui_test_find_label (child, part);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* By what a screen reader calls it; needs GTK_A11Y=test. */
GtkWidget *
soq_ui_test_find_labelled (GtkWidget  *root,
                           const char *accessible_label)
{
  return find (root, match_accessible_label, accessible_label);
}

static gboolean
match_text (GtkWidget    *widget,
            gconstpointer what)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    return g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), what) == 0;
  if (GTK_IS_INSCRIPTION (widget))
    return g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), what) == 0;
  if (GTK_IS_EDITABLE (widget))
    return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (widget)), what) == 0;

  return FALSE;
}

/* The widget of @type that shows exactly @text: the label or entry itself, or
 * what it is in, such as a GTK_TYPE_BUTTON. Mnemonic underscores are not part
 * of the text.
 */
GtkWidget *
soq_ui_test_find_text (GtkWidget  *root,
                       GType       type,
                       const char *text)
{
  GtkWidget *shown = find (root, match_text, text);

  return shown != NULL ? gtk_widget_get_ancestor (shown, type) : NULL;
}
