/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-shortcut-row.h"

#include <glib/gi18n.h>

/**
 * SoqShortcutRow:
 *
 * One command and its keys. Its button waits for the next keys that are
 * pressed and makes them the shortcut; Backspace takes the shortcut away and
 * Escape leaves it as it was.
 */
struct _SoqShortcutRow
{
  AdwActionRow parent_instance;

  const SoqShortcut *shortcut;    /* (borrowed): static */
  GtkApplication    *application; /* (borrowed): outlives every window */
  SoqSettings       *settings;    /* (owned) */
  GtkWidget         *button;      /* (borrowed): the keys; waits while active */
  GtkWidget         *reset;       /* (borrowed) */
};

G_DEFINE_FINAL_TYPE (SoqShortcutRow, soq_shortcut_row, ADW_TYPE_ACTION_ROW)

static void
show_keys (SoqShortcutRow *self)
{
  g_autofree char *accelerator = soq_shortcut_dup_accelerator (self->shortcut, self->settings);
  g_autofree char *chosen = soq_settings_dup_shortcut (self->settings, self->shortcut->action);
  g_autofree char *label = NULL;
  guint            key;
  GdkModifierType  modifiers;

  if (gtk_accelerator_parse (accelerator, &key, &modifiers))
    label = gtk_accelerator_get_label (key, modifiers);

  gtk_button_set_label (GTK_BUTTON (self->button), label != NULL ? label : _("None"));
  gtk_widget_set_visible (self->reset, chosen != NULL);
}

static void
choose (SoqShortcutRow *self,
        const char     *accelerator)
{
  soq_settings_set_shortcut (self->settings, self->shortcut->action, accelerator);
  soq_shortcuts_apply (self->application, self->settings);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), NULL);
  show_keys (self);
}

static void
stop_waiting (SoqShortcutRow *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button), FALSE);
}

static void
try_keys (SoqShortcutRow *self,
          guint           key,
          GdkModifierType modifiers)
{
  g_autofree char   *accelerator = gtk_accelerator_name (key, modifiers);
  const SoqShortcut *other = soq_shortcuts_find_conflict (self->shortcut, self->settings,
                                                          accelerator);
  g_autofree char   *text = NULL;

  if (other == NULL)
    {
      choose (self, accelerator);
      return;
    }

  /* Translators: %s is a command, such as “Quit”. */
  text = g_strdup_printf (_("Those keys are taken by “%s”"), _(other->title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  show_keys (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        SoqShortcutRow        *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->button)))
    return GDK_EVENT_PROPAGATE;

  if (key == GDK_KEY_Escape)
    {
      stop_waiting (self);
      return GDK_EVENT_STOP;
    }

  if (key == GDK_KEY_BackSpace && modifiers == 0)
    {
      stop_waiting (self);
      choose (self, "");
      return GDK_EVENT_STOP;
    }

  /* A letter alone would never reach an entry again; a modifier alone is not
   * the end of what is being pressed.
   */
  if (!gtk_accelerator_valid (key, modifiers) ||
      ((modifiers & ~GDK_SHIFT_MASK) == 0 && (key < GDK_KEY_F1 || key > GDK_KEY_F12)))
    return GDK_EVENT_STOP;

  stop_waiting (self);
  try_keys (self, gdk_keyval_to_lower (key), modifiers);

  return GDK_EVENT_STOP;
}

static void
toggled_cb (SoqShortcutRow *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->button)))
    gtk_button_set_label (GTK_BUTTON (self->button), _("Press the keys…"));
  else
    show_keys (self);
}

static void
reset_cb (SoqShortcutRow *self)
{
  choose (self, NULL);
}

static void
soq_shortcut_row_dispose (GObject *object)
{
  g_clear_object (&SOQ_SHORTCUT_ROW (object)->settings);

  G_OBJECT_CLASS (soq_shortcut_row_parent_class)->dispose (object);
}

static void
soq_shortcut_row_class_init (SoqShortcutRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = soq_shortcut_row_dispose;
}

static void
soq_shortcut_row_init (SoqShortcutRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->button = gtk_toggle_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->button, _("Change the keys; Backspace removes them"));
  gtk_widget_add_css_class (self->button, "flat");
  self->reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->reset, _("Back to the usual keys"));
  gtk_widget_add_css_class (self->reset, "flat");

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->button, keys);
  g_signal_connect_swapped (self->button, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_cb), self);

  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->reset);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
}

/**
 * soq_shortcut_row_new:
 * @shortcut: the command; it must be static
 * @application: whose keys change
 * @settings: where the choice is kept
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
soq_shortcut_row_new (const SoqShortcut *shortcut,
                      GtkApplication    *application,
                      SoqSettings       *settings)
{
  SoqShortcutRow *self = g_object_new (SOQ_TYPE_SHORTCUT_ROW, NULL);

  self->shortcut = shortcut;
  self->application = application;
  self->settings = g_object_ref (settings);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _(shortcut->title));
  show_keys (self);

  return GTK_WIDGET (self);
}
