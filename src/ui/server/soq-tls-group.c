/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-tls-group.h"

#include "soq-certificate.h"
#include "soq-compat.h"
#include "soq-hyphens.h"
#include "soq-platform.h"
#include "soq-server-error-text.h"

#include <glib/gi18n.h>

/* How long a certificate that is made here is good. */
#define DAYS 3650

/* The certificate in the server's settings: none, files, or one made here; and
 * what its fingerprint is, for those who shall trust it.
 */
typedef struct
{
  SoqServerConfig *config;      /* (borrowed) */
  GtkWidget       *row;         /* (borrowed): says which one there is */
  GtkWidget       *none;        /* (borrowed): the button that takes it away */
  GtkWidget       *details;     /* (borrowed): the row of the fingerprint */
  GtkWidget       *fingerprint; /* (borrowed) */
  GtkWidget       *until;       /* (borrowed): the row of its last day */
  char            *chosen;      /* (owned) (nullable): waits for its key */
} TlsGroup;

static void
tls_group_free (gpointer data)
{
  TlsGroup *self = data;

  g_free (self->chosen);
  g_free (self);
}

static void
set_subtitle (GtkWidget  *row,
              const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
}

static void
show_error (TlsGroup     *self,
            const GError *error,
            const char   *path)
{
  g_autofree char *text = soq_certificate_error_text (error, path);

  gtk_widget_add_css_class (self->row, "error");
  set_subtitle (self->row, text);
}

static void
show_certificate (TlsGroup *self)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError)          error = NULL;
  g_autoptr (GDateTime)       until = NULL;
  g_autofree char            *fingerprint = NULL;
  g_autofree char            *grouped = NULL;
  g_autofree char            *date = NULL;
  const char                 *path = self->config->tls_certificate;

  gtk_widget_remove_css_class (self->row, "error");
  gtk_widget_set_visible (self->none, path != NULL);
  set_subtitle (self->row, path != NULL ? path : _("None: nothing is encrypted"));
  if (path != NULL)
    certificate = soq_certificate_load (path, self->config->tls_key, &error);
  gtk_widget_set_visible (self->details, certificate != NULL);
  gtk_widget_set_visible (self->until, certificate != NULL);
  if (error != NULL)
    show_error (self, error, path);
  if (certificate == NULL)
    return;

  fingerprint = soq_certificate_dup_fingerprint (certificate);
  until = soq_certificate_dup_not_after (certificate);
  date = until != NULL ? g_date_time_format (until, "%x") : g_strdup ("");
  grouped = soq_certificate_group_fingerprint (fingerprint);
  gtk_label_set_text (GTK_LABEL (self->fingerprint), grouped);
  set_subtitle (self->until, date);
}

/* A port needs a certificate. */
static void
use (TlsGroup   *self,
     const char *certificate,
     const char *key)
{
  soq_server_config_set (self->config, "tls", "certificate", certificate, NULL);
  soq_server_config_set (self->config, "tls", "key", key, NULL);
  show_certificate (self);
}

static void
none_cb (TlsGroup *self)
{
  use (self, "", "");
}

/* Under which names and addresses others reach this computer. */
static char **
list_names (void)
{
  g_autoptr (GPtrArray)    ours = soq_platform_list_addresses ();
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char         *ascii = g_hostname_to_ascii (g_get_host_name ());

  if (ascii != NULL && strchr (ascii, '_') == NULL)
    g_strv_builder_add (names, g_get_host_name ());
  g_strv_builder_add (names, "localhost");
  g_strv_builder_add (names, "127.0.0.1");
  g_strv_builder_add (names, "::1");
  for (guint i = 0; i < ours->len; i++)
    {
      g_autofree char *address = g_inet_address_to_string (g_ptr_array_index (ours, i));

      if (!g_inet_address_get_is_loopback (g_ptr_array_index (ours, i)) &&
          strchr (address, '%') == NULL)
        g_strv_builder_add (names, address);
    }

  return g_strv_builder_end (names);
}

static void
make (TlsGroup *self)
{
  g_auto (GStrv)     names = list_names ();
  g_autofree char   *certificate = NULL;
  g_autofree char   *key = NULL;
  g_autoptr (GError) error = NULL;

  certificate = g_build_filename (self->config->data_dir, "certificate.pem", NULL);
  key = g_build_filename (self->config->data_dir, "key.pem", NULL);
  g_mkdir_with_parents (self->config->data_dir, 0700);
  if (soq_certificate_make (certificate, key, (const char *const *) names, DAYS, &error))
    {
      use (self, certificate, key);
      return;
    }

  show_error (self, error, certificate);
}

static void
agreed_cb (const char *answer,
           guint       choice,
           gpointer    user_data)
{
  make (user_data);
}

/* Who trusts the one that is there would be warned of another. */
static void
make_cb (TlsGroup *self)
{
  g_autofree char *path = g_build_filename (self->config->data_dir, "certificate.pem", NULL);
  SoqQuestion      question = { 0 };

  if (self->config->tls_certificate == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      make (self);
      return;
    }

  question.heading = _("Replace the Certificate?");
  question.body = _("Everybody who trusts the one that is there will be told that it has changed. Its key is lost.");
  question.affirm = _("_Replace");
  question.destructive = TRUE;
  soq_compat_ask (self->row, &question, agreed_cb, self);
}

static void
key_cb (const char *path,
        gpointer    user_data)
{
  TlsGroup *self = user_data;

  use (self, self->chosen, path);
}

/* One file may hold both. */
static void
chosen_cb (const char *path,
           gpointer    user_data)
{
  TlsGroup                   *self = user_data;
  g_autoptr (GTlsCertificate) both = soq_certificate_load (path, NULL, NULL);

  if (both != NULL)
    {
      use (self, path, "");
      return;
    }

  g_free (self->chosen);
  self->chosen = g_strdup (path);
  soq_compat_choose_file (self->row, _("The Key of That Certificate"), key_cb, self);
}

static void
choose_cb (TlsGroup *self)
{
  soq_compat_choose_file (self->row, _("Certificate"), chosen_cb, self);
}

static void
copy_cb (TlsGroup *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->fingerprint),
                          gtk_label_get_text (GTK_LABEL (self->fingerprint)));
}

static GtkWidget *
add_button (TlsGroup   *self,
            GtkWidget  *box,
            const char *label,
            GCallback   clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);

  return button;
}

/* Long enough for two lines, and to be read aloud: it is compared by people. */
static GtkWidget *
new_fingerprint_row (TlsGroup *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (_("SHA-256 fingerprint"));

  self->fingerprint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (self->fingerprint), 0);
  gtk_label_set_wrap (GTK_LABEL (self->fingerprint), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->fingerprint), PANGO_WRAP_CHAR);
  soq_hyphens_turn_off_label (GTK_LABEL (self->fingerprint));
  gtk_label_set_selectable (GTK_LABEL (self->fingerprint), TRUE);
  gtk_widget_add_css_class (self->fingerprint, "monospace");
  gtk_widget_add_css_class (self->fingerprint, "caption");
  gtk_widget_set_name (self->fingerprint, "fingerprint");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), self->fingerprint);
  gtk_box_append (GTK_BOX (box), texts);
  add_button (self, box, _("_Copy"), G_CALLBACK (copy_cb));
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

/**
 * soq_tls_group_new:
 * @config: what is changed; must outlive the group
 *
 * Returns: (transfer floating): the settings of the certificate
 */
GtkWidget *
soq_tls_group_new (SoqServerConfig *config)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *make;
  TlsGroup  *self = g_new0 (TlsGroup, 1);

  self->config = config;
  g_object_set_data_full (G_OBJECT (group), "tls", self, tls_group_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Encryption (TLS)"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("With a certificate, clients may encrypt on the same port. Who connects compares the fingerprint."));

  self->row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _("Certificate"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->row), 3);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->row);
  self->details = new_fingerprint_row (self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->details);
  self->until = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->until), _("Good until"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->until);

  make = add_button (self, buttons, _("_Make a Certificate"), G_CALLBACK (make_cb));
  gtk_widget_set_sensitive (make, config->data_dir != NULL);
  add_button (self, buttons, _("C_hoose Files…"), G_CALLBACK (choose_cb));
  self->none = add_button (self, buttons, _("_None"), G_CALLBACK (none_cb));
  gtk_widget_set_margin_top (buttons, 12);
  gtk_widget_set_margin_bottom (buttons, 12);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), buttons);
  show_certificate (self);

  return group;
}
