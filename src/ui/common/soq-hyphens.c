/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-hyphens.h"

/* Pango draws a hyphen where it breaks a word. In a chat, in code and in bytes
 * that is a character that nobody sent.
 */

#define TAG "soq-hyphens"

static void
inserted_cb (GtkTextBuffer *buffer,
             GtkTextIter   *end,
             char          *text,
             int            length)
{
  GtkTextIter start = *end;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  gtk_text_buffer_apply_tag_by_name (buffer, TAG, &start, end);
}

/**
 * soq_hyphens_turn_off:
 * @buffer: a buffer
 *
 * Breaks its words without a hyphen, also those that come.
 */
void
soq_hyphens_turn_off (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));

  gtk_text_buffer_create_tag (buffer, TAG, "insert-hyphens", FALSE, NULL);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag_by_name (buffer, TAG, &start, &end);
  g_signal_connect_after (buffer, "insert-text", G_CALLBACK (inserted_cb), NULL);
}

/**
 * soq_hyphens_turn_off_label:
 * @label: a label that wraps what others wrote
 */
void
soq_hyphens_turn_off_label (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (GTK_IS_LABEL (label));

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}
