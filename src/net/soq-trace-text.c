/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-trace-text.h"

#include "soq-text.h"

/* Bytes that a line shows. */
#define PREVIEW 60

static void
append_arguments (GString              *text,
                  const SoqTraceRecord *self)
{
  const char *between = "";
  int         descriptor = soq_trace_socket_get_descriptor (self->socket);

  if (descriptor >= 0 && self->call != SOQ_CALL_SOCKET)
    {
      g_string_append_printf (text, "%d", descriptor);
      between = ", ";
    }

  if (self->size >= 0)
    {
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, between, self->size);
      between = ", ";
    }

  if (self->argument != NULL)
    g_string_append_printf (text, "%s%s", between, self->argument);
}

/**
 * soq_trace_record_dup_call:
 * @self: a record
 *
 * Returns: (transfer full): the call as programmers write it, without its
 *   bytes: “recv(7, 2048) = 9”, “connect(5, 127.0.0.1:5000) = -1 ECONNREFUSED”
 */
char *
soq_trace_record_dup_call (const SoqTraceRecord *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (soq_call_get_name (self->call));
  g_string_append_c (text, '(');
  append_arguments (text, self);
  g_string_append_printf (text, ") = %" G_GINT64_FORMAT, self->result);
  if (self->error != NULL)
    g_string_append_printf (text, " %s", self->error);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_byte (GString *text,
             guint8   byte)
{
  static const char *const escapes[] = {
    ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\"
  };

  if (byte < G_N_ELEMENTS (escapes) && escapes[byte] != NULL)
    g_string_append (text, escapes[byte]);
  else
    g_string_append_printf (text, "\\x%02x", byte);
}

/* One character, or one byte that is none. Returns how many bytes it has. */
static gsize
append_character (GString      *text,
                  const guint8 *bytes,
                  gsize         length)
{
  gunichar c = g_utf8_get_char_validated ((const char *) bytes, (gssize) MIN (length, 6));

  if (c < 0x110000 && c != '"' && c != '\\' && g_unichar_isprint (c))
    {
      g_string_append_unichar (text, c);
      return (gsize) g_unichar_to_utf8 (c, NULL);
    }

  append_byte (text, bytes[0]);

  return 1;
}

/**
 * soq_trace_record_dup_preview:
 * @self: a record
 * @most: how many bytes to show at most
 *
 * Returns: (transfer full) (nullable): its bytes in quotation marks, with
 *   escapes as in C, “…” after them if there are more; %NULL if it has none
 */
char *
soq_trace_record_dup_preview (const SoqTraceRecord *self,
                              guint                 most)
{
  g_autoptr (GString) text = NULL;
  const guint8       *bytes;
  gsize               length;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->bytes == NULL)
    return NULL;

  bytes = g_bytes_get_data (self->bytes, &length);
  text = g_string_new ("\"");
  for (gsize i = 0; i < MIN (length, most);)
    i += append_character (text, bytes + i, length - i);
  g_string_append (text, length > most || (self->flags & SOQ_CALL_CUT) != 0 ? "\"…" : "\"");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * soq_trace_record_dup_line:
 * @self: a record
 * @zero: the time to count from
 *
 * Returns: (transfer full): one line: time in seconds, the socket, the call,
 *   and the beginning of its bytes
 */
char *
soq_trace_record_dup_line (const SoqTraceRecord *self,
                           gint64                zero)
{
  g_autofree char *call = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *remote = NULL;
  const char      *role;
  const char      *who;

  g_return_val_if_fail (self != NULL, NULL);

  role = soq_trace_socket_is_server (self->socket) ? "server" : "client";
  who = soq_trace_socket_get_who (self->socket);
  call = soq_trace_record_dup_call (self);
  bytes = soq_trace_record_dup_preview (self, PREVIEW);
  remote = soq_trace_socket_dup_remote (self->socket);

  return g_strdup_printf ("%12.6f %-9s %-21s %s%s%s%s%s",
                          (double) (self->begin - zero) / G_USEC_PER_SEC,
                          who != NULL ? who : role,
                          remote != NULL ? remote : "-", call, bytes != NULL ? "  " : "",
                          bytes != NULL ? bytes : "",
                          (self->flags & SOQ_CALL_BY_GLIB) != 0 ? "  (by GLib)" : "",
                          soq_trace_record_is_lost (self) ? "  (thrown away)" : "");
}

static void
append_hex (GString *json,
            GBytes  *bytes)
{
  static const char digits[] = "0123456789abcdef";
  gsize             length;
  const guint8     *data = g_bytes_get_data (bytes, &length);

  g_string_append (json, ",\"hex\":\"");
  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (json, digits[data[i] >> 4]);
      g_string_append_c (json, digits[data[i] & 0xf]);
    }
  g_string_append_c (json, '"');

  if (g_utf8_validate ((const char *) data, (gssize) length, NULL))
    {
      g_autofree char *text = g_strndup ((const char *) data, length);

      soq_text_append_json (json, "text", text);
    }
}

static void
append_flags (GString     *json,
              SoqCallFlags flags)
{
  static const struct
  {
    SoqCallFlags flag;
    const char  *name;
  } names[] = {
    { SOQ_CALL_BY_GLIB, "by_glib" },
    { SOQ_CALL_PEEKED, "peeked" },
    { SOQ_CALL_ENCRYPTED, "encrypted" },
    { SOQ_CALL_CUT, "cut" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((flags & names[i].flag) != 0)
      g_string_append_printf (json, ",\"%s\":true", names[i].name);
}

/**
 * soq_trace_record_dup_json:
 * @self: a record
 * @zero: the time to count from
 *
 * Writes @self as a JSON object in one line. `number`, `time_us`,
 * `duration_us`, `socket`, `role`, `call` and `result` are always there;
 * `descriptor`, `local`, `remote`, `name`, `who`, `scene`, `argument`, `size`,
 * `error`, `offset`, `hex`, `text`, `by_glib`, `peeked`, `encrypted`, `cut` and
 * `lost` where they apply.
 *
 * Returns: (transfer full): the object, without a newline
 */
char *
soq_trace_record_dup_json (const SoqTraceRecord *self,
                           gint64                zero)
{
  g_autoptr (GString) json = g_string_sized_new (256);
  g_autofree char    *local = NULL;
  g_autofree char    *remote = NULL;
  g_autofree char    *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  local = soq_trace_socket_dup_local (self->socket);
  remote = soq_trace_socket_dup_remote (self->socket);
  name = soq_trace_socket_dup_name (self->socket);
  g_string_printf (json,
                   "{\"number\":%" G_GUINT64_FORMAT ",\"time_us\":%" G_GINT64_FORMAT
                   ",\"duration_us\":%" G_GINT64_FORMAT ",\"socket\":%u",
                   self->number, self->begin - zero, self->end - self->begin,
                   soq_trace_socket_get_id (self->socket));
  soq_text_append_json (json, "role", soq_trace_socket_get_role_name (self->socket));
  if (soq_trace_socket_get_descriptor (self->socket) >= 0)
    g_string_append_printf (json, ",\"descriptor\":%d",
                            soq_trace_socket_get_descriptor (self->socket));
  soq_text_append_json (json, "local", local);
  soq_text_append_json (json, "remote", remote);
  soq_text_append_json (json, "name", name);
  soq_text_append_json (json, "who", soq_trace_socket_get_who (self->socket));
  soq_text_append_json (json, "scene", soq_trace_socket_get_scene (self->socket));
  soq_text_append_json (json, "call", soq_call_get_name (self->call));
  soq_text_append_json (json, "argument", self->argument);
  if (self->size >= 0)
    g_string_append_printf (json, ",\"size\":%" G_GINT64_FORMAT, self->size);
  g_string_append_printf (json, ",\"result\":%" G_GINT64_FORMAT, self->result);
  soq_text_append_json (json, "error", self->error);
  append_flags (json, self->flags);
  if (soq_trace_record_is_lost (self))
    g_string_append (json, ",\"lost\":true");
  if (self->bytes != NULL)
    {
      g_string_append_printf (json, ",\"offset\":%" G_GUINT64_FORMAT, self->offset);
      append_hex (json, self->bytes);
    }
  g_string_append_c (json, '}');

  return g_string_free (g_steal_pointer (&json), FALSE);
}
