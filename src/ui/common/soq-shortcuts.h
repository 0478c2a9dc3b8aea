/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SoqShortcut:
 * @action: a detailed action name
 * @group: which of the groups it is shown in, untranslated
 * @title: what it does, untranslated
 * @accelerator: what it is unless the person chose otherwise
 *
 * One command that can be given with the keyboard.
 */
typedef struct
{
  const char *action;
  const char *group;
  const char *title;
  const char *accelerator;
} SoqShortcut;

const SoqShortcut *soq_shortcuts_get (guint *n);

char *soq_shortcut_dup_accelerator (const SoqShortcut *self,
                                    SoqSettings       *settings)
  G_GNUC_WARN_UNUSED_RESULT;
const SoqShortcut *soq_shortcuts_find_conflict (const SoqShortcut *self,
                                                SoqSettings       *settings,
                                                const char        *accelerator);

void       soq_shortcuts_apply (GtkApplication *application,
                                SoqSettings    *settings);
GtkWidget *soq_shortcuts_new_window (SoqSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
