/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-trace.h"

G_BEGIN_DECLS

/* Where the threads of an experiment meet: their trace, the signs that they
 * give each other, and the one who may stop them all. Any thread may use it.
 */
typedef struct _SoqStage SoqStage;

typedef void (*SoqStageFunc) (SoqStage *stage,
                              gpointer  user_data);

/* What lies in whatever may have to be interrupted. */
typedef struct _SoqStageBlocker SoqStageBlocker;

struct _SoqStageBlocker
{
  void (*interrupt) (SoqStageBlocker *self);

  /*< private >*/
  GList link;
};

SoqStage *soq_stage_new (const SoqTraceMask *mask) G_GNUC_WARN_UNUSED_RESULT;
SoqStage *soq_stage_ref (SoqStage *self);
void      soq_stage_unref (SoqStage *self);

SoqTrace *soq_stage_get_trace (SoqStage *self);
void      soq_stage_set_scene (SoqStage   *self,
                               const char *scene);
SoqTrace *soq_stage_new_part (SoqStage    *self,
                              const char  *who,
                              SoqTraceRole role) G_GNUC_WARN_UNUSED_RESULT;

void     soq_stage_stop (SoqStage *self);
gboolean soq_stage_is_stopped (SoqStage *self);

gboolean soq_stage_wait (SoqStage *self,
                         gint64    microseconds);

void     soq_stage_tell (SoqStage *self,
                         guint     sign);
gboolean soq_stage_await (SoqStage *self,
                          guint     sign,
                          guint     times);

void soq_stage_spawn (SoqStage    *self,
                      const char  *name,
                      SoqStageFunc func,
                      gpointer     user_data);
void soq_stage_join (SoqStage *self);

gboolean soq_stage_enter (SoqStage        *self,
                          SoqStageBlocker *blocker);
void     soq_stage_leave (SoqStage        *self,
                          SoqStageBlocker *blocker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoqStage, soq_stage_unref)

G_END_DECLS
