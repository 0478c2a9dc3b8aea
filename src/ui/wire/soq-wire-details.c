/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-wire-details.h"

#include "soq-hex-view.h"
#include "soq-kernel-view.h"
#include "soq-trace-text.h"
#include "soq-wire-explain.h"

#include <glib/gi18n.h>

/* How often to ask the kernel, in milliseconds. */
#define KERNEL 500

/**
 * SoqWireDetails:
 *
 * One call: what it does and how it ended, its bytes, and what the kernel knows
 * of its connection now. Its buttons are actions of the wire view around it.
 */
struct _SoqWireDetails
{
  AdwBin parent_instance;

  SoqTraceSocket *watched; /* (owned) (nullable): whose kernel view is shown */
  guint           kernel_id;

  /* All (borrowed), of the template. */
  GtkLabel   *call;
  GtkWidget  *message_button;
  GtkLabel   *meaning;
  GtkLabel   *kernel;
  SoqHexView *bytes;
};

G_DEFINE_FINAL_TYPE (SoqWireDetails, soq_wire_details, ADW_TYPE_BIN)

static void
append_amount (GString    *text,
               const char *format,
               gint64      amount)
{
  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, amount);
  g_autofree char *part = NULL;

  if (amount < 0)
    return;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  part = g_strdup_printf (format, number);
#pragma GCC diagnostic pop
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static void
show_kernel (SoqWireDetails *self)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  SoqKernelView       view;
  gboolean            known;

  if (self->watched != NULL && soq_trace_socket_is_stream (self->watched))
    socket = soq_trace_socket_dup_live (self->watched);
  known = socket != NULL && soq_kernel_view_read (&view, socket);
  if (known)
    {
      append_amount (text, _("round trip %s µs"), view.round_trip);
      append_amount (text, _("sent again %s bytes"), view.retransmitted);
      append_amount (text, _("window of the other end %s bytes"), view.send_window);
      append_amount (text, _("may be under way %s bytes"), view.congestion_window);
      append_amount (text, _("not confirmed %s bytes"), view.unacknowledged);
      append_amount (text, _("not sent yet %s bytes"), view.unsent);
      append_amount (text, _("not read yet %s bytes"), view.unread);
    }

  gtk_label_set_text (self->kernel, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->kernel), known && text->len > 0);
}

static gboolean
kernel_cb (gpointer user_data)
{
  show_kernel (SOQ_WIRE_DETAILS (user_data));

  return G_SOURCE_CONTINUE;
}

static char *
dup_meaning (SoqWireModel *model,
             guint         position)
{
  SoqWireEvent         *event = soq_wire_model_get_row (model, position);
  const SoqTraceRecord *record = event->record;
  g_autofree char      *outcome = soq_wire_explain_outcome (record);
  GString              *text = g_string_new (soq_wire_explain_call (record->call));

  if (outcome != NULL)
    g_string_append_printf (text, " %s", outcome);
  if (record->bytes != NULL)
    {
      SoqWireSpan      span;
      g_autofree char *sentence = NULL;

      soq_wire_model_measure (model, position, &span);
      sentence = soq_wire_explain_span (record, &span);
      g_string_append_printf (text, " %s", sentence);
    }
  if ((record->flags & SOQ_CALL_BY_GLIB) != 0)
    g_string_append_printf (text, " %s",
                            _("GLib made this call by itself, and told of it afterwards."));
  if ((record->flags & SOQ_CALL_CUT) != 0)
    g_string_append_printf (text, " %s", _("Only the first 64 KiB of its bytes are kept."));

  return g_string_free (text, FALSE);
}

static void
soq_wire_details_map (GtkWidget *widget)
{
  SoqWireDetails *self = SOQ_WIRE_DETAILS (widget);

  GTK_WIDGET_CLASS (soq_wire_details_parent_class)->map (widget);

  self->kernel_id = g_timeout_add (KERNEL, kernel_cb, self);
}

static void
soq_wire_details_unmap (GtkWidget *widget)
{
  SoqWireDetails *self = SOQ_WIRE_DETAILS (widget);

  g_clear_handle_id (&self->kernel_id, g_source_remove);

  GTK_WIDGET_CLASS (soq_wire_details_parent_class)->unmap (widget);
}

static void
soq_wire_details_dispose (GObject *object)
{
  /* Without gtk_widget_dispose_template (), as the view around it. */
  g_clear_pointer (&SOQ_WIRE_DETAILS (object)->watched, soq_trace_socket_unref);

  G_OBJECT_CLASS (soq_wire_details_parent_class)->dispose (object);
}

static void
soq_wire_details_class_init (SoqWireDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_wire_details_dispose;
  widget_class->map = soq_wire_details_map;
  widget_class->unmap = soq_wire_details_unmap;

  g_type_ensure (SOQ_TYPE_HEX_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_BASE "/soq-wire-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqWireDetails, call);
  gtk_widget_class_bind_template_child (widget_class, SoqWireDetails, message_button);
  gtk_widget_class_bind_template_child (widget_class, SoqWireDetails, meaning);
  gtk_widget_class_bind_template_child (widget_class, SoqWireDetails, kernel);
  gtk_widget_class_bind_template_child (widget_class, SoqWireDetails, bytes);
}

static void
soq_wire_details_init (SoqWireDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * soq_wire_details_show:
 * @self: details
 * @model: what has the call
 * @position: where, or %GTK_INVALID_LIST_POSITION for none: then there is
 *   nothing to be seen
 * @has_messages: whether somebody can show the message that a call carried
 */
void
soq_wire_details_show (SoqWireDetails *self,
                       SoqWireModel   *model,
                       guint           position,
                       gboolean        has_messages)
{
  SoqWireEvent    *event;
  g_autofree char *call = NULL;
  g_autofree char *meaning = NULL;

  g_return_if_fail (SOQ_IS_WIRE_DETAILS (self));
  g_return_if_fail (SOQ_IS_WIRE_MODEL (model));

  event = soq_wire_model_get_row (model, position);
  g_clear_pointer (&self->watched, soq_trace_socket_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), event != NULL);
  if (event == NULL)
    return;

  call = soq_trace_record_dup_call (event->record);
  meaning = dup_meaning (model, position);
  gtk_label_set_text (self->call, call);
  gtk_label_set_text (self->meaning, meaning);
  gtk_widget_set_visible (GTK_WIDGET (self->bytes), event->record->bytes != NULL);
  gtk_widget_set_visible (self->message_button, has_messages && event->record->bytes != NULL);
  soq_hex_view_set_bytes (self->bytes, event->record->bytes,
                          soq_trace_socket_is_stream (event->record->socket) &&
                            (event->record->flags & SOQ_CALL_ENCRYPTED) == 0);
  self->watched = soq_trace_socket_ref (event->record->socket);
  show_kernel (self);
}
