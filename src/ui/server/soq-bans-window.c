/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-bans-window.h"

#include "soq-checked-entry.h"
#include "soq-error.h"
#include "soq-server-error-text.h"
#include "soq-settings-window.h"

#include <glib/gi18n.h>

/* Who may not come in, each with a button to let it in again, and an entry
 * for one more address or block.
 */

/* A time comes first: what is for ever by a slip of the hand is forgotten. */
/* clang-format off */
static const struct
{
  const char *label;
  int         hours; /* 0 for ever */
} lengths[] = {
  { N_("For an hour"), 1 },
  { N_("For a day"), 24 },
  { N_("For a week"), 7 * 24 },
  { N_("For ever"), 0 },
};
/* clang-format on */

/**
 * soq_ban_length_dup_labels:
 *
 * Returns: (transfer full): how long a ban may be, for people
 */
char **
soq_ban_length_dup_labels (void)
{
  char **labels = g_new0 (char *, G_N_ELEMENTS (lengths) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    labels[i] = g_strdup (_(lengths[i].label));

  return labels;
}

/**
 * soq_ban_length_dup_end:
 * @choice: one of those labels, from 0
 *
 * Returns: (transfer full) (nullable): when a ban ends that begins now
 */
GDateTime *
soq_ban_length_dup_end (guint choice)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (choice >= G_N_ELEMENTS (lengths) || lengths[choice].hours == 0)
    return NULL;

  return g_date_time_add_hours (now, lengths[choice].hours);
}

static SoqServer *
get_server (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_root (widget)), "server");
}

static void
show_error (GtkWidget    *widget,
            const GError *error,
            const char   *mask)
{
  g_autofree char *text = soq_ban_error_text (error, mask);

  soq_settings_window_show_toast (SOQ_SETTINGS_WINDOW (gtk_widget_get_root (widget)), text);
}

static void
lift_cb (GtkWidget *button,
         SoqBan    *ban)
{
  GtkWidget         *window = GTK_WIDGET (gtk_widget_get_root (button));
  g_autofree char   *mask = g_strdup (soq_ban_get_mask (ban));
  g_autoptr (GError) error = NULL;

  /* Its row goes. */
  if (!soq_server_unban (get_server (button), mask, &error))
    show_error (window, error, mask);
}

/* Why, and for how long. */
static char *
dup_subtitle (SoqBan *ban)
{
  GDateTime            *until = soq_ban_get_until (ban);
  g_autoptr (GDateTime) local = until != NULL ? g_date_time_to_local (until) : NULL;
  const char           *reason = soq_ban_get_reason (ban);
  g_autofree char      *time = local != NULL ? g_date_time_format (local, "%x %H:%M") : NULL;
  g_autofree char      *end = NULL;
  gboolean              has_reason = reason != NULL && *reason != '\0';

  if (time == NULL)
    return g_strdup (has_reason ? reason : "");

  /* Translators: %s is a date with a time. */
  end = g_strdup_printf (_("until %s"), time);

  return has_reason ? g_strdup_printf ("%s · %s", end, reason) : g_steal_pointer (&end);
}

static GtkWidget *
new_row (gpointer item,
         gpointer user_data)
{
  SoqBan          *ban = SOQ_BAN (item);
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *button = gtk_button_new_with_mnemonic (_("_Lift"));
  g_autofree char *subtitle = dup_subtitle (ban);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), soq_ban_get_mask (ban));
  if (*escaped != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Let this address in again"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (lift_cb), ban, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

/* Nothing is wrong before something is typed. */
static char *
check_mask (const char *text,
            gpointer    user_data)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (text, NULL);
  g_autoptr (GError)           error = NULL;

  if (*text == '\0' || mask != NULL)
    return NULL;

  error = g_error_new_literal (SOQ_ERROR, SOQ_ERROR_BAD_HOST, "");

  return soq_ban_error_text (error, text);
}

/* To leave the entry bans nobody. */
static void
leave_mask (const char *text,
            gpointer    user_data)
{
}

static void
apply_cb (AdwEntryRow *row,
          AdwComboRow *length)
{
  g_autoptr (GDateTime) until = soq_ban_length_dup_end (adw_combo_row_get_selected (length));
  g_autoptr (GError)    error = NULL;
  const char           *mask = gtk_editable_get_text (GTK_EDITABLE (row));

  if (soq_server_ban (get_server (GTK_WIDGET (row)), mask, NULL, until, &error))
    gtk_editable_set_text (GTK_EDITABLE (row), "");
  else if (!g_error_matches (error, SOQ_ERROR, SOQ_ERROR_BAD_HOST))
    show_error (GTK_WIDGET (row), error, mask);
}

static GtkWidget *
new_list (SoqServer *server)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *placeholder = gtk_label_new (_("No address is banned."));

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (placeholder, "dim-label");
  gtk_widget_set_margin_top (placeholder, 18);
  gtk_widget_set_margin_bottom (placeholder, 18);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), placeholder);
  gtk_list_box_bind_model (GTK_LIST_BOX (list), soq_server_get_bans (server), new_row, NULL, NULL);

  return list;
}

static GtkWidget *
new_entry (void)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *length = adw_combo_row_new ();

  g_auto (GStrv)            labels = soq_ban_length_dup_labels ();
  g_autoptr (GtkStringList) choices = gtk_string_list_new ((const char *const *) labels);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (length), _("How long"));
  adw_combo_row_set_model (ADW_COMBO_ROW (length), G_LIST_MODEL (choices));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _("Ban an address or a block like 192.0.2.0/24"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "apply", G_CALLBACK (apply_cb), length);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), length);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             soq_checked_entry_attach (GTK_EDITABLE (row), check_mask, leave_mask,
                                                       NULL));

  return group;
}

/**
 * soq_bans_window_new:
 * @parent: the server window
 * @server: its server
 *
 * Returns: (transfer floating): a window that shows and changes the bans
 */
GtkWidget *
soq_bans_window_new (GtkWindow *parent,
                     SoqServer *server)
{
  GtkWidget *window;
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  window = soq_settings_window_new (parent, _("Banned Addresses"), 440, 400, page);
  g_object_set_data_full (G_OBJECT (window), "server", g_object_ref (server), g_object_unref);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_list (server));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (new_entry ()));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  return window;
}
