/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-shortcuts.h"

#include <glib/gi18n.h>

#define ANYWHERE N_("Anywhere")
#define SERVER   N_("Server window")
#define CLIENT   N_("Client window")

/* Every command of every window, once. The windows have the actions; this has
 * their keys, for the application, the shortcuts window and the preferences.
 */
/* clang-format off */
static const SoqShortcut shortcuts[] = {
  { "app.new-server", ANYWHERE, N_("New server window"), "<Control><Shift>n" },
  { "app.new-client", ANYWHERE, N_("New client window"), "<Control>n" },
  { "app.lab", ANYWHERE, N_("Lab"), "<Control><Shift>l" },
  { "app.welcome", ANYWHERE, N_("Welcome"), "<Alt>Home" },
  { "app.preferences", ANYWHERE, N_("Preferences"), "<Control>comma" },
  { "app.shortcuts", ANYWHERE, N_("Keyboard shortcuts"), "<Control>question" },
  { "app.about", ANYWHERE, N_("About Soquete"), "<Shift>F1" },
  { "window.close", ANYWHERE, N_("Close the window"), "<Control>w" },
  { "app.quit", ANYWHERE, N_("Quit"), "<Control>q" },

  { "win.start-stop", SERVER, N_("Start or stop the server"), "<Control>r" },
  { "win.server-settings", SERVER, N_("Server settings"), "<Alt>comma" },
  { "win.copy-address", SERVER, N_("Copy the server’s address"), "<Control><Shift>a" },
  { "win.show-messages", SERVER, N_("Show the messages"), "<Alt>1" },
  { "win.show-wire", SERVER, N_("Show the socket calls"), "<Alt>2" },
  { "win.show-log", SERVER, N_("Show the log"), "<Alt>3" },
  { "win.show-channels", SERVER, N_("Show the channels"), "<Alt>4" },
  { "win.private-message", SERVER, N_("Write to the selected client"), "<Control>m" },
  { "win.copy-ip", SERVER, N_("Copy the selected client’s IP address"), "<Control>i" },
  { "win.kick", SERVER, N_("Kick the selected client"), "<Control>k" },
  { "win.ban", SERVER, N_("Ban the selected client’s address"), "<Control>b" },
  { "win.show-bans", SERVER, N_("Banned addresses"), "<Control><Shift>b" },
  { "win.show-accounts", SERVER, N_("Accounts"), "<Control><Shift>u" },
  { "win.channel-topic", SERVER, N_("Change the topic of the selected channel"),
    "<Control><Shift>t" },
  { "win.channel-speak", SERVER, N_("Write to the selected channel"), "<Control><Shift>m" },

  { "win.disconnect", CLIENT, N_("Disconnect"), "<Control>d" },
  { "win.end-input", CLIENT, N_("End the input: send nothing more, and go on listening"),
    "<Control><Shift>d" },
  { "win.reconnect", CLIENT, N_("Connect again"), "<Control><Shift>r" },
  { "win.join", CLIENT, N_("Join a channel"), "<Control>j" },
  { "win.next-conversation", CLIENT, N_("Next conversation"), "<Control>Page_Down" },
  { "win.previous-conversation", CLIENT, N_("Previous conversation"), "<Control>Page_Up" },
  { "win.show-conversations", CLIENT, N_("Go to the list of conversations"), "<Alt>0" },
  { "win.close-conversation", CLIENT, N_("Close the conversation"), "<Control><Shift>w" },
  { "win.toggle-members", CLIENT, N_("Show or hide the members"), "F9" },
  { "win.toggle-wire", CLIENT, N_("Show or hide the socket calls"), "F8" },
  { "win.topic", CLIENT, N_("Change the topic"), "<Control>t" },

  { "win.run-experiment", N_("Lab"), N_("Run or stop the experiment"), "F5" },

  { "win.focus-entry", N_("Conversation"), N_("Go to the text entry"), "<Control>e" },
  { "win.clear", N_("Conversation"), N_("Clear what is shown"), "<Control>l" },
};
/* clang-format on */

/**
 * soq_shortcuts_get:
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): all shortcuts, by group
 */
const SoqShortcut *
soq_shortcuts_get (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (shortcuts);

  return shortcuts;
}

/**
 * soq_shortcut_dup_accelerator:
 * @self: a shortcut
 * @settings: where the person's choice is
 *
 * Returns: (transfer full): its accelerator, empty if it has none
 */
char *
soq_shortcut_dup_accelerator (const SoqShortcut *self,
                              SoqSettings       *settings)
{
  char *chosen;

  g_return_val_if_fail (self != NULL, NULL);

  chosen = soq_settings_dup_shortcut (settings, self->action);
  if (chosen != NULL && (*chosen == '\0' || gtk_accelerator_parse (chosen, NULL, NULL)))
    return chosen;

  g_free (chosen);

  return g_strdup (self->accelerator);
}

static gboolean
is_same_accelerator (const char *a,
                     const char *b)
{
  guint           key_a;
  guint           key_b;
  GdkModifierType modifiers_a;
  GdkModifierType modifiers_b;

  return gtk_accelerator_parse (a, &key_a, &modifiers_a) &&
         gtk_accelerator_parse (b, &key_b, &modifiers_b) &&
         key_a == key_b && modifiers_a == modifiers_b;
}

/**
 * soq_shortcuts_find_conflict:
 * @self: a shortcut
 * @settings: where the person's choices are
 * @accelerator: what @self should be
 *
 * Returns: (nullable): another shortcut that has @accelerator already
 */
const SoqShortcut *
soq_shortcuts_find_conflict (const SoqShortcut *self,
                             SoqSettings       *settings,
                             const char        *accelerator)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_autofree char *other = soq_shortcut_dup_accelerator (&shortcuts[i], settings);

      if (&shortcuts[i] != self && is_same_accelerator (other, accelerator))
        return &shortcuts[i];
    }

  return NULL;
}

/**
 * soq_shortcuts_apply:
 * @application: the application
 * @settings: where the person's choices are
 *
 * Makes the keys do what they should from now on.
 */
void
soq_shortcuts_apply (GtkApplication *application,
                     SoqSettings    *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_autofree char *accelerator = soq_shortcut_dup_accelerator (&shortcuts[i], settings);
      const char      *accelerators[] = { accelerator, NULL };

      if (*accelerator == '\0')
        accelerators[0] = NULL;
      gtk_application_set_accels_for_action (application, shortcuts[i].action, accelerators);
    }
}

static void
append_shortcut (GString           *xml,
                 const SoqShortcut *shortcut,
                 SoqSettings       *settings)
{
  g_autofree char *accelerator = soq_shortcut_dup_accelerator (shortcut, settings);
  g_autofree char *child = NULL;

  if (*accelerator == '\0')
    return;

  child = g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'>"
                                   "<property name='title'>%s</property>"
                                   "<property name='accelerator'>%s</property>"
                                   "</object></child>",
                                   _(shortcut->title), accelerator);
  g_string_append (xml, child);
}

static void
append_groups (GString     *xml,
               SoqSettings *settings)
{
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (g_strcmp0 (group, shortcuts[i].group) != 0)
        {
          g_autofree char *title = g_markup_printf_escaped (
            "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
            _(shortcuts[i].group));

          g_string_append (xml, group != NULL ? "</object></child>" : "");
          g_string_append (xml, title);
          group = shortcuts[i].group;
        }

      append_shortcut (xml, &shortcuts[i], settings);
    }

  g_string_append (xml, "</object></child>");
}

/**
 * soq_shortcuts_new_window:
 * @settings: where the person's choices are
 *
 * Returns: (transfer full): a window that shows the shortcuts as they are now
 */
GtkWidget *
soq_shortcuts_new_window (SoqSettings *settings)
{
  g_autoptr (GString)    xml = g_string_new (NULL);
  g_autoptr (GtkBuilder) builder = NULL;

  g_return_val_if_fail (SOQ_IS_SETTINGS (settings), NULL);

  /* Before GTK 4.14 only a GtkBuilder can fill a shortcuts window. */
  g_string_append (xml, "<interface><object class='GtkShortcutsWindow' id='window'>"
                        "<property name='modal'>1</property><child>"
                        "<object class='GtkShortcutsSection'>"
                        "<property name='section-name'>shortcuts</property>"
                        "<property name='max-height'>12</property>");
  append_groups (xml, settings);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, -1);

  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder, "window")));
}
