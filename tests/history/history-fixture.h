/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-history.h"
#include "soq-test.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* A history in a file of its own, and what it warned of. */
typedef struct
{
  char       *dir;      /* (owned) */
  char       *path;     /* (owned) */
  SoqHistory *history;  /* (owned) (nullable) */
  GPtrArray  *warnings; /* (owned) of char */
  GError     *error;    /* (owned) (nullable): of the last question */
} Diary;

int diary_setup (void **state);
int diary_teardown (void **state);

#define diary_test(function) \
  cmocka_unit_test_setup_teardown (function, diary_setup, diary_teardown)

void diary_open (Diary *diary,
                 guint  days);
void diary_close (Diary *diary);
void diary_write (Diary      *diary,
                  const char *target,
                  gint64      time,
                  const char *id);
void diary_write_event (Diary      *diary,
                        const char *target,
                        gint64      time,
                        const char *id);

/* The ids of the answer, with blanks between; "?" if it is an error. */
char *diary_ask (Diary                 *diary,
                 SoqHistoryQueryType    type,
                 const char *const     *targets,
                 const SoqHistoryPoint *from,
                 const SoqHistoryPoint *to,
                 guint                  limit,
                 gboolean               with_events);
char *diary_read_all (Diary      *diary,
                      const char *target);

gboolean diary_has_warned (Diary      *diary,
                           const char *words);

/* What another program sees in the file: a number, or -1. */
gint64 diary_peek (Diary      *diary,
                   const char *sql);

G_END_DECLS
