/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The calls that newer GTK and libadwaita deprecate, all in one file: what
 * replaces them is not in Debian 12.
 */

typedef void (*SoqAnswerFunc) (const char *answer,
                               guint       choice,
                               gpointer    user_data);

/**
 * SoqQuestion:
 * @heading: what is asked
 * @body: what follows from the answer
 * @affirm: the label of the button that does it, with a mnemonic
 * @destructive: whether something is lost
 * @entry_label: (nullable): what to type besides, or %NULL for nothing
 * @cancel: (nullable): the label of the other button, or %NULL for “Cancel”
 * @entry_text: (nullable): what stands there first
 * @secret: whether nobody shall see what is typed
 * @choices: (nullable) (array zero-terminated=1): one of these is chosen
 *   besides
 */
typedef struct
{
  const char *heading;
  const char *body;
  const char *affirm;
  gboolean    destructive;
  const char *entry_label;
  const char *entry_text;
  const char *cancel;
  gboolean    secret;

  const char *const *choices;
} SoqQuestion;

void soq_compat_show_uri (GtkWidget  *widget,
                          const char *uri);
void soq_compat_ask (GtkWidget         *parent,
                     const SoqQuestion *question,
                     SoqAnswerFunc      answered,
                     gpointer           user_data);
void soq_compat_choose_file (GtkWidget  *parent,
                             const char *title,
                             void (*chosen) (const char *path,
                                             gpointer    user_data),
                             gpointer user_data);
void soq_compat_get_colors (GtkWidget *widget,
                            GdkRGBA   *color,
                            GdkRGBA   *background);
void soq_compat_choose_save (GtkWidget  *parent,
                             const char *title,
                             const char *name,
                             void (*chosen) (const char *path,
                                             gpointer    user_data),
                             gpointer user_data);
void soq_compat_show_about (GtkWindow *parent);

G_END_DECLS
