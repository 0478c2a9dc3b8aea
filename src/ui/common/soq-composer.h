/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SOQ_TYPE_COMPOSER (soq_composer_get_type ())

G_DECLARE_FINAL_TYPE (SoqComposer, soq_composer, SOQ, COMPOSER, GtkWidget)

GtkWidget *soq_composer_new (void) G_GNUC_WARN_UNUSED_RESULT;

void  soq_composer_set_names (SoqComposer       *self,
                              const char *const *names);
char *soq_composer_dup_text (SoqComposer *self) G_GNUC_WARN_UNUSED_RESULT;
void  soq_composer_set_text (SoqComposer *self,
                             const char  *text);
void  soq_composer_send (SoqComposer *self);
void  soq_composer_set_verbatim (SoqComposer *self,
                                 gboolean     verbatim);

G_END_DECLS
