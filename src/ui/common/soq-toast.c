/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-toast.h"

#include "soq-hyphens.h"

/* A second for so many letters, and never less than so many seconds. */
#define LETTERS_PER_SECOND 15
#define LEAST_SECONDS      5

/**
 * soq_toast_new:
 * @text: a sentence for the person
 *
 * The remedy stands at the end of a sentence: it is wrapped rather than cut,
 * and stays as long as it takes to read.
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
soq_toast_new (const char *text)
{
  g_autofree char *escaped = NULL;
  AdwToast        *toast;
  GtkWidget       *label;

  g_return_val_if_fail (text != NULL, NULL);

  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  soq_hyphens_turn_off_label (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, MAX (LEAST_SECONDS,
                                     (guint) g_utf8_strlen (text, -1) / LETTERS_PER_SECOND));

  return toast;
}
