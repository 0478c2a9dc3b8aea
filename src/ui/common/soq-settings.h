/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-place.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SoqColorScheme:
 * @SOQ_COLOR_SCHEME_SYSTEM: as the desktop has it
 * @SOQ_COLOR_SCHEME_LIGHT: always light
 * @SOQ_COLOR_SCHEME_DARK: always dark
 */
typedef enum
{
  SOQ_COLOR_SCHEME_SYSTEM,
  SOQ_COLOR_SCHEME_LIGHT,
  SOQ_COLOR_SCHEME_DARK,
} SoqColorScheme;

/* How large a window was left, in pixels. */
typedef struct
{
  int      width;
  int      height;
  gboolean maximized;
} SoqWindowSize;

#define SOQ_TYPE_SETTINGS (soq_settings_get_type ())

G_DECLARE_FINAL_TYPE (SoqSettings, soq_settings, SOQ, SETTINGS, GObject)

SoqSettings *soq_settings_get_default (void);
SoqSettings *soq_settings_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

const char *soq_settings_get_name (SoqSettings *self);
const char *soq_settings_get_quit_word (SoqSettings *self);
guint       soq_settings_get_port (SoqSettings *self);
gboolean    soq_settings_get_notify (SoqSettings *self);

char *soq_settings_dup_shortcut (SoqSettings *self,
                                 const char  *action) G_GNUC_WARN_UNUSED_RESULT;
void  soq_settings_set_shortcut (SoqSettings *self,
                                 const char  *action,
                                 const char  *accelerator);

GListModel *soq_settings_get_recent_places (SoqSettings *self);
void        soq_settings_add_recent_place (SoqSettings    *self,
                                           const SoqPlace *place);
void        soq_settings_remove_recent_place (SoqSettings *self,
                                              guint        position);

char *soq_settings_dup_trusted (SoqSettings *self,
                                const char  *place) G_GNUC_WARN_UNUSED_RESULT;
void  soq_settings_set_trusted (SoqSettings *self,
                                const char  *place,
                                const char  *fingerprint);

gboolean soq_settings_get_window_size (SoqSettings   *self,
                                       const char    *name,
                                       SoqWindowSize *size);
void     soq_settings_set_window_size (SoqSettings         *self,
                                       const char          *name,
                                       const SoqWindowSize *size);

gboolean soq_settings_save (SoqSettings *self,
                            GError     **error);

G_END_DECLS
