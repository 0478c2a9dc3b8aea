/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-conversation-tags.h"
#include "soq-conversation-view.h"
#include "soq-end-pin.h"
#include "soq-format-tags.h"
#include "soq-line-batch.h"

G_BEGIN_DECLS

/**
 * SoqConversationView:
 *
 * What was said, in one text view: so that one can select over several
 * messages, scrolling is steady, and a screen reader has the text. Lines wait
 * in a queue that is emptied once per frame. The view stays at the end unless
 * the person scrolled back; then a button tells of what is new.
 */
struct _SoqConversationView
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;    /* (borrowed) */
  GtkTextView       *view;        /* (borrowed) */
  GtkWidget         *empty;       /* (borrowed) */
  GtkRevealer       *news;        /* (borrowed) */
  GtkButton         *news_button; /* (borrowed) */

  GtkTextBuffer      *buffer; /* (borrowed): of the view */
  SoqConversationTags tags;
  SoqFormatTags      *formats; /* (owned): formatting of IRC */
  SoqEndPin          *pin;     /* (owned): keeps the view at the end */

  SoqLineBatch *batch; /* (owned): empty but during a flush */
  GQueue        queue; /* of (owned) SoqLine with owned strings */
  SoqLineFold  *fold;  /* (owned) */
  SoqLineRefs  *refs;  /* (owned): of the lines of the buffer */

  const SoqLineRef *pointed; /* (borrowed) (nullable): of the line that the menu is for */
  char             *link;    /* (owned) (nullable): what is pointed at */

  guint    tick_id;  /* until the next frame */
  guint    flush_id; /* from then on until it is over */
  guint    n_new;    /* messages that came while scrolled back */
  int      last_day; /* g_date_time_get_day_of_year () of the last line */
  gboolean show_timestamps;
  gboolean compact;
  gboolean show_names;
};

void soq_conversation_view_insert_line (SoqConversationView *self,
                                        const SoqLine       *line);

G_END_DECLS
