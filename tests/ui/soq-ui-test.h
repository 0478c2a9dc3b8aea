/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "soq-test.h"

G_BEGIN_DECLS

/* Uses windows as a person does: clicks and keys go through the X server and
 * arrive as real events. They are only sent when these functions return; wait
 * for what they cause with soq_test_wait_until ().
 *
 * None of this may be called from a callback: a failure there would jump out
 * of the main context.
 */

void soq_ui_test_init (void);

/* Windows */

void       soq_ui_test_present (GtkWindow *window);
void       soq_ui_test_focus (GtkWindow *window);
GtkWindow *soq_ui_test_find_window (const char *title);
void       soq_ui_test_screenshot (GtkWidget  *widget,
                                   const char *name);

/* Files */

void soq_ui_test_assert_written (const char *path,
                                 const char *begins,
                                 gsize       at_least);

/* Mouse */

void soq_ui_test_click (GtkWidget *widget);
void soq_ui_test_click_secondary (GtkWidget *widget);

/* Keyboard: to whatever has the focus */

void soq_ui_test_key (guint           keyval,
                      GdkModifierType modifiers);
void soq_ui_test_type (const char *text);

/* Descendants: the first one in the order of the tree, or NULL */

GtkWidget *soq_ui_test_find_type (GtkWidget *root,
                                  GType      type);
GtkWidget *soq_ui_test_find_named (GtkWidget  *root,
                                   const char *name);
GtkWidget *soq_ui_test_find_label (GtkWidget  *root,
                                   const char *part);
GtkWidget *soq_ui_test_find_labelled (GtkWidget  *root,
                                      const char *accessible_label);
GtkWidget *soq_ui_test_find_text (GtkWidget  *root,
                                  GType       type,
                                  const char *text);

G_END_DECLS
