/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the main context until @condition holds; fails the test after thirty
 * seconds. The condition is evaluated here, outside any callback, so that a
 * failure never jumps out of the main context.
 */
#define soq_test_wait_until(condition)                               \
  do                                                                 \
    {                                                                \
      gint64 soq_deadline = soq_test_deadline ();                    \
      while (!(condition) && g_get_monotonic_time () < soq_deadline) \
        soq_test_iterate ();                                         \
      assert_true (condition);                                       \
    }                                                                \
  while (0)

/* Fails the test unless @error is of @domain and @code, and says what it is. */
#define soq_test_assert_error(error, domain, code) \
  soq_test_assert_error_at ((error), (domain), (code), __FILE__, __LINE__)

/* Drops the last reference to *@object and fails the test if it survives. */
#define soq_test_assert_finalized(object) \
  soq_test_assert_finalized_at (g_steal_pointer (object), __FILE__, __LINE__)

gint64   soq_test_deadline (void);
void     soq_test_iterate (void);
gboolean soq_test_is_wine (void);
void     soq_test_result_cb (GObject      *object,
                             GAsyncResult *result,
                             gpointer      user_data);

void soq_test_assert_error_at (const GError *error,
                               GQuark        domain,
                               int           code,
                               const char   *file,
                               int           line);
void soq_test_assert_finalized_at (gpointer    object,
                                   const char *file,
                                   int         line);

G_END_DECLS
