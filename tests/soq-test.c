/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-test.h"

#ifdef G_OS_WIN32
#include <windows.h>
#endif

/* Long for a person, so that a busy machine or a sanitizer does not make a
 * test fail; a wait ends as soon as its condition holds.
 */
#define DEADLINE (60 * G_USEC_PER_SEC)

/* A condition may come true without any event of the main context. */
#define WAKE_MS 20

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

gint64
soq_test_deadline (void)
{
  return g_get_monotonic_time () + DEADLINE;
}

/* One turn of the default main context, which never blocks for long. */
void
soq_test_iterate (void)
{
  guint id = g_timeout_add (WAKE_MS, wake_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

/* Whether what we test runs under Wine, which in places is unlike Windows. */
gboolean
soq_test_is_wine (void)
{
#ifdef G_OS_WIN32
  return GetProcAddress (GetModuleHandleW (L"ntdll.dll"), "wine_get_version") != NULL;
#else
  return FALSE;
#endif
}

/* For asynchronous calls: keeps the result for the test, which finishes it.
 * @user_data is the address of a GAsyncResult pointer.
 */
void
soq_test_result_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

void
soq_test_assert_error_at (const GError *error,
                          GQuark        domain,
                          int           code,
                          const char   *file,
                          int           line)
{
  if (g_error_matches (error, domain, code))
    return;

  if (error != NULL)
    print_error ("# expected %s %d, got %s %d: %s\n", g_quark_to_string (domain), code,
                 g_quark_to_string (error->domain), error->code, error->message);
  else
    print_error ("# expected %s %d, got no error\n", g_quark_to_string (domain), code);
  _fail (file, line);
}

void
soq_test_assert_finalized_at (gpointer    object,
                              const char *file,
                              int         line)
{
  gpointer alive = object; /* cleared by GObject when the object goes */

  assert_non_null (object);

  g_object_add_weak_pointer (object, &alive);
  g_object_unref (object);
  if (alive == NULL)
    return;

  g_object_remove_weak_pointer (object, &alive);
  print_error ("# %s still has %u references\n", G_OBJECT_TYPE_NAME (object),
               G_OBJECT (object)->ref_count);
  _fail (file, line);
}
