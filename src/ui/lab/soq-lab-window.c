/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-lab-window.h"

#include "soq-experiment-page.h"
#include "soq-lab-server-page.h"
#include "soq-lesson-page.h"
#include "soq-relay-page.h"
#include "soq-split-view.h"

#include <glib/gi18n.h>

/**
 * SoqLabWindow:
 *
 * A list of experiments, tools and lessons, and the page of the one that is
 * chosen. In a narrow window they are pages.
 */
struct _SoqLabWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *split; /* (borrowed) */
  GtkWidget *list;  /* (borrowed) */
  GtkWidget *title; /* (borrowed) */
  GtkWidget *place; /* (borrowed): of the page */
};

G_DEFINE_FINAL_TYPE (SoqLabWindow, soq_lab_window, ADW_TYPE_APPLICATION_WINDOW)

/* A row knows how its page is made. */
typedef GtkWidget *(*NewPageFunc) (gconstpointer what);

typedef struct
{
  const char   *id;
  const char   *group;
  const char   *title;
  NewPageFunc   new_page;
  gconstpointer what;
  GtkWidget    *page; /* (owned) (nullable): once it was shown */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->page);
  g_free (entry);
}

static GtkWidget *
new_experiment_page (gconstpointer what)
{
  return soq_experiment_page_new (what);
}

static GtkWidget *
new_server_page (gconstpointer what)
{
  return soq_lab_server_page_new ();
}

static GtkWidget *
new_relay_page (gconstpointer what)
{
  return soq_relay_page_new ();
}

static GtkWidget *
new_lesson_page (gconstpointer what)
{
  return soq_lesson_page_new (what);
}

static Entry *
get_entry (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "entry");
}

/* The pages stay until the window goes: what runs on one goes on meanwhile. */
static void
show_entry (SoqLabWindow *self,
            Entry        *entry)
{
  if (entry->page == NULL)
    entry->page = g_object_ref_sink (entry->new_page (entry->what));

  adw_bin_set_child (ADW_BIN (self->place), entry->page);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), _(entry->title));
}

static void
selected_cb (SoqLabWindow  *self,
             GtkListBoxRow *row)
{
  if (row != NULL && self->place != NULL)
    show_entry (self, get_entry (row));
}

/* Whoever opens a page goes on there; arrow keys only look into the pages. */
static void
activated_cb (SoqLabWindow *self)
{
  soq_split_view_set_show_sidebar (SOQ_SPLIT_VIEW (self->split), FALSE);
  gtk_widget_child_focus (self->place, GTK_DIR_TAB_FORWARD);
}

static void
back_cb (SoqLabWindow *self)
{
  soq_split_view_set_show_sidebar (SOQ_SPLIT_VIEW (self->split), TRUE);
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  Entry     *entry = get_entry (row);
  GtkWidget *label;

  if (before != NULL && get_entry (before)->group == entry->group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (_(entry->group));
  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_set_margin_start (label, 12);
  gtk_list_box_row_set_header (row, label);
}

static void
add_entry (SoqLabWindow *self,
           Entry         facts)
{
  GtkWidget *label = gtk_label_new (_(facts.title));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_widget_set_name (row, facts.id);
  g_object_set_data_full (G_OBJECT (row), "entry", g_memdup2 (&facts, sizeof facts), free_entry);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
fill_list (SoqLabWindow *self)
{
  static const char *const    groups[] = { N_("Experiments"), N_("Your programs"),
                                                                   N_("Lessons") };
  const SoqExperiment *const *experiments = soq_experiments_get ();
  guint                       n_lessons;
  const SoqLesson            *lessons = soq_lessons_get (&n_lessons);

  for (guint i = 0; experiments[i] != NULL; i++)
    add_entry (self, (Entry){ experiments[i]->id, groups[0], experiments[i]->title,
                              new_experiment_page, experiments[i], NULL });
  add_entry (self, (Entry){ "server", groups[1], N_("A Server for Your Programs"), new_server_page, NULL, NULL });
  add_entry (self, (Entry){ "relay", groups[1], N_("Watch Two Programs"), new_relay_page, NULL, NULL });
  for (guint i = 0; i < n_lessons; i++)
    add_entry (self, (Entry){ lessons[i].id, groups[2], lessons[i].title, new_lesson_page,
                              &lessons[i], NULL });
}

static GtkListBoxRow *
find_row (SoqLabWindow *self,
          const char   *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (g_str_equal (get_entry (row)->id, id))
      return row;

  return NULL;
}

static void
run_cb (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GtkWidget *page = soq_lab_window_get_page (SOQ_LAB_WINDOW (widget));

  if (SOQ_IS_EXPERIMENT_PAGE (page))
    soq_experiment_page_run_or_stop (SOQ_EXPERIMENT_PAGE (page));
}

static void
soq_lab_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SOQ_TYPE_LAB_WINDOW);

  G_OBJECT_CLASS (soq_lab_window_parent_class)->dispose (object);
}

static void
soq_lab_window_class_init (SoqLabWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = soq_lab_window_dispose;

  g_type_ensure (SOQ_TYPE_SPLIT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_BASE "/soq-lab-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SoqLabWindow, split);
  gtk_widget_class_bind_template_child (widget_class, SoqLabWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SoqLabWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SoqLabWindow, place);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_install_action (widget_class, "win.run-experiment", NULL, run_cb);
}

static void
soq_lab_window_init (SoqLabWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, NULL, NULL);
  fill_list (self);
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
}

SoqLabWindow *
soq_lab_window_new (GtkApplication *application)
{
  return g_object_new (SOQ_TYPE_LAB_WINDOW, "application", application, NULL);
}

/**
 * soq_lab_window_show_page:
 * @self: a window
 * @id: of an experiment, of a lesson, “server” or “relay”
 */
void
soq_lab_window_show_page (SoqLabWindow *self,
                          const char   *id)
{
  GtkListBoxRow *row;

  g_return_if_fail (SOQ_IS_LAB_WINDOW (self));

  row = find_row (self, id);
  g_return_if_fail (row != NULL);

  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  activated_cb (self);
}

/**
 * soq_lab_window_get_page:
 * @self: a window
 *
 * Returns: (transfer none): the page that is shown
 */
GtkWidget *
soq_lab_window_get_page (SoqLabWindow *self)
{
  g_return_val_if_fail (SOQ_IS_LAB_WINDOW (self), NULL);

  return adw_bin_get_child (ADW_BIN (self->place));
}
