/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-hex-view.h"

#include <glib/gi18n.h>

/* Bytes in one line, where there is room and where there is not. */
#define MANY 16
#define FEW  8

#define SIDE 12 /* pixels beside the text */

#define OFFSET_WIDTH 7 /* characters: “0000f0 ” */

/**
 * SoqHexView:
 *
 * Bytes as numbers and as text, side by side. Where messages end with a
 * newline, each other message has a background of its own.
 */
struct _SoqHexView
{
  AdwBin parent_instance;

  GtkTextView *view;  /* (borrowed): the child’s child */
  GBytes      *bytes; /* (owned) (nullable) */
  gboolean     marks; /* show where messages end */
  guint        per_line;
};

G_DEFINE_FINAL_TYPE (SoqHexView, soq_hex_view, ADW_TYPE_BIN)

static void
append_line (GString      *text,
             const guint8 *data,
             gsize         offset,
             gsize         length,
             guint         per_line)
{
  g_string_append_printf (text, "%06x ", (guint) offset);
  for (gsize i = 0; i < per_line; i++)
    {
      if (offset + i < length)
        g_string_append_printf (text, " %02x", data[offset + i]);
      else
        g_string_append (text, "   ");
    }

  g_string_append (text, "  ");
  for (gsize i = 0; i < per_line && offset + i < length; i++)
    {
      guint8 c = data[offset + i];

      if (c == '\n')
        g_string_append (text, "↵");
      else
        g_string_append_c (text, g_ascii_isprint ((char) c) ? (char) c : '.');
    }
  g_string_append_c (text, '\n');
}

/* Each byte stands twice in its line, at places that only depend on it. */
static void
mark_range (SoqHexView *self,
            gsize       from,
            gsize       to)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  while (from < to)
    {
      gsize       line = from / self->per_line;
      gsize       column = from % self->per_line;
      gsize       n = MIN (to - from, self->per_line - column);
      GtkTextIter begin;
      GtkTextIter end;
      int         hex = OFFSET_WIDTH + (int) column * 3 + 1;
      int         text = OFFSET_WIDTH + (int) self->per_line * 3 + 2 + (int) column;

      gtk_text_buffer_get_iter_at_line_offset (buffer, &begin, (int) line, hex);
      gtk_text_buffer_get_iter_at_line_offset (buffer, &end, (int) line, hex + (int) n * 3 - 1);
      gtk_text_buffer_apply_tag_by_name (buffer, "message", &begin, &end);
      gtk_text_buffer_get_iter_at_line_offset (buffer, &begin, (int) line, text);
      gtk_text_buffer_get_iter_at_line_offset (buffer, &end, (int) line, text + (int) n);
      gtk_text_buffer_apply_tag_by_name (buffer, "message", &begin, &end);
      from += n;
    }
}

static void
mark_messages (SoqHexView *self)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (self->bytes, &length);
  gsize         begin = 0;
  guint         n = 0;

  for (gsize i = 0; i < length; i++)
    if (data[i] == '\n' || i + 1 == length)
      {
        if (n++ % 2 == 0)
          mark_range (self, begin, i + 1);
        begin = i + 1;
      }
}

static void
fill (SoqHexView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize               length = 0;
  const guint8       *data = NULL;

  if (self->bytes != NULL)
    data = g_bytes_get_data (self->bytes, &length);
  for (gsize offset = 0; offset < length; offset += self->per_line)
    append_line (text, data, offset, length, self->per_line);
  g_string_truncate (text, text->len > 0 ? text->len - 1 : 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text->str, (int) text->len);
  if (length > 0 && self->marks)
    mark_messages (self);
}

/* The pixels that so many bytes in a line need. */
static int
measure_line (SoqHexView *self,
              guint       per_line)
{
  g_autoptr (PangoLayout)   layout = NULL;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int                       width;
  int                       characters = OFFSET_WIDTH + (int) per_line * 4 + 3;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), "0000000000");
  pango_attr_list_insert (attributes, pango_attr_family_new ("Monospace"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return characters * width / 10 + 2 * SIDE;
}

static void
page_size_cb (GtkAdjustment *adjustment,
              GParamSpec    *pspec,
              SoqHexView    *self)
{
  double width = gtk_adjustment_get_page_size (adjustment);
  guint  per_line = width >= measure_line (self, MANY) ? MANY : FEW;

  if (per_line == self->per_line)
    return;

  self->per_line = per_line;
  fill (self);
}

static void
soq_hex_view_finalize (GObject *object)
{
  g_clear_pointer (&SOQ_HEX_VIEW (object)->bytes, g_bytes_unref);

  G_OBJECT_CLASS (soq_hex_view_parent_class)->finalize (object);
}

static void
soq_hex_view_class_init (SoqHexViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = soq_hex_view_finalize;
}

static void
soq_hex_view_init (SoqHexView *self)
{
  GtkWidget     *scrolled = gtk_scrolled_window_new ();
  GtkWidget     *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  self->view = GTK_TEXT_VIEW (view);
  self->per_line = MANY;
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_cursor_visible (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_left_margin (self->view, SIDE);
  gtk_text_view_set_right_margin (self->view, SIDE);
  gtk_text_view_set_top_margin (self->view, 6);
  gtk_text_view_set_bottom_margin (self->view, 6);
  gtk_widget_add_css_class (view, "soq-hex");
  gtk_text_buffer_create_tag (buffer, "message", "background-rgba",
                              &(GdkRGBA){ 0.21f, 0.52f, 0.89f, 0.2f }, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Bytes as numbers and as text"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  g_signal_connect_object (
    gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)), "notify::page-size",
    G_CALLBACK (page_size_cb), self, G_CONNECT_DEFAULT);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/**
 * soq_hex_view_set_bytes:
 * @self: a view
 * @bytes: (nullable): what to show
 * @marks: whether a newline ends a message in them
 */
void
soq_hex_view_set_bytes (SoqHexView *self,
                        GBytes     *bytes,
                        gboolean    marks)
{
  g_return_if_fail (SOQ_IS_HEX_VIEW (self));

  if (bytes != NULL)
    g_bytes_ref (bytes);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  self->marks = marks;
  fill (self);
}
