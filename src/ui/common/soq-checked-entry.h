/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): what is wrong, or NULL for nothing */
typedef char *(*SoqCheckFunc) (const char *text,
                               gpointer    user_data);
typedef void (*SoqCommitFunc) (const char *text,
                               gpointer    user_data);

GtkWidget *soq_checked_entry_attach (GtkEditable  *entry,
                                     SoqCheckFunc  check,
                                     SoqCommitFunc commit_func,
                                     gpointer      user_data);
void       soq_checked_entry_commit_all (GtkWidget *root);

G_END_DECLS
