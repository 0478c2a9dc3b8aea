/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-json.h"

void
soq_lab_json_init (SoqLabJson *self)
{
  self->text = g_string_new (NULL);
  self->first = TRUE;
  self->depth = 0;
}

static void
append_quoted (GString    *text,
               const char *value)
{
  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (text, "\\%c", *p);
    else if ((guchar) *p < ' ')
      g_string_append_printf (text, "\\u%04x", (guint) (guchar) *p);
    else
      g_string_append_c (text, *p);
  g_string_append_c (text, '"');
}

static void
break_line (SoqLabJson *self)
{
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->text, "  ");
}

static void
begin_value (SoqLabJson *self,
             const char *name)
{
  if (!self->first)
    g_string_append_c (self->text, ',');
  if (self->depth > 0)
    break_line (self);
  self->first = FALSE;

  if (name == NULL)
    return;
  append_quoted (self->text, name);
  g_string_append (self->text, ": ");
}

void
soq_lab_json_begin (SoqLabJson *self,
                    const char *name,
                    char        bracket)
{
  begin_value (self, name);
  g_string_append_c (self->text, bracket);
  self->first = TRUE;
  self->depth++;
}

void
soq_lab_json_end (SoqLabJson *self,
                  char        bracket)
{
  self->depth--;
  if (!self->first)
    break_line (self);
  g_string_append_c (self->text, bracket);
  self->first = FALSE;
}

/**
 * soq_lab_json_add_text:
 * @self: what is being written
 * @name: (nullable): of the member
 * @value: valid UTF-8
 */
void
soq_lab_json_add_text (SoqLabJson *self,
                       const char *name,
                       const char *value)
{
  begin_value (self, name);
  append_quoted (self->text, value);
}

/**
 * soq_lab_json_add_seconds:
 * @self: what is being written
 * @name: of the member
 * @microseconds: written as seconds, with a point in every language
 */
void
soq_lab_json_add_seconds (SoqLabJson *self,
                          const char *name,
                          gint64      microseconds)
{
  guint64 size = microseconds < 0 ? 0 - (guint64) microseconds : (guint64) microseconds;

  begin_value (self, name);
  g_string_append_printf (self->text, "%s%" G_GUINT64_FORMAT ".%06u", microseconds < 0 ? "-" : "",
                          size / G_USEC_PER_SEC, (guint) (size % G_USEC_PER_SEC));
}

void
soq_lab_json_add_number (SoqLabJson *self,
                         const char *name,
                         gint64      value)
{
  begin_value (self, name);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
soq_lab_json_add_boolean (SoqLabJson *self,
                          const char *name,
                          gboolean    value)
{
  begin_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

char *
soq_lab_json_finish (SoqLabJson *self)
{
  g_string_append_c (self->text, '\n');

  return g_string_free (g_steal_pointer (&self->text), FALSE);
}
