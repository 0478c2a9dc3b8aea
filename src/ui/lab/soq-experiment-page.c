/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-experiment-page.h"

#include "soq-code-view.h"
#include "soq-compat.h"
#include "soq-error-text.h"
#include "soq-experiment-sheet.h"
#include "soq-lab-rows.h"
#include "soq-timeline-view.h"
#include "soq-wire-view.h"

#include <glib/gi18n.h>

/* How often the picture of a run is drawn anew, in milliseconds. */
#define LOOK 100

/**
 * SoqExperimentPage:
 *
 * One experiment: why, its knobs, a button that runs it, and what came of it.
 * Each run is a new one.
 */
struct _SoqExperimentPage
{
  AdwBin parent_instance;

  const SoqExperiment *experiment;
  SoqLabRun           *run;     /* (owned) (nullable): the newest */
  GPtrArray           *knobs;   /* (owned) of (borrowed) GtkWidget, as in the experiment */
  guint                look_id; /* while it runs */

  GtkWidget *button;   /* (borrowed) */
  GtkWidget *spinner;  /* (borrowed) */
  GtkWidget *print;    /* (borrowed) */
  GtkWidget *save;     /* (borrowed) */
  GtkWidget *status;   /* (borrowed) */
  GtkWidget *results;  /* (borrowed): all that a run brings */
  GtkWidget *claims;   /* (borrowed) */
  GtkWidget *timeline; /* (borrowed) (nullable) */
  GtkWidget *wire;     /* (borrowed) */
};

G_DEFINE_FINAL_TYPE (SoqExperimentPage, soq_experiment_page, ADW_TYPE_BIN)

/* What does what an experiment shows: programs of a lesson, or a program of its
 * own with both ends in it.
 */
static const struct
{
  const char *experiment;
  const char *program;
  gboolean    alone;
} programs[] = {
  { "calls", "echo", FALSE },
  { "stream", "stream", TRUE },
  { "serving", "uppercase", FALSE },
  { "blocking", "blocking", TRUE },
  { "backlog", "backlog", TRUE },
  { "requests", "request", FALSE },
  { "names", "names", TRUE },
  { "failures", "failures", TRUE },
  { "loss", "loss", TRUE },
  { "half-close", "half_close", TRUE },
};

static gboolean
is_running (SoqExperimentPage *self)
{
  return self->run != NULL && soq_lab_run_get_state (self->run) == SOQ_LAB_RUN_RUNNING;
}

static void
clear_list (GtkWidget *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), child);
}

static GtkWidget *
new_claim_row (const SoqClaim *claim)
{
  g_autofree char *measured = soq_claim_dup_measured (claim);
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *icon = gtk_image_new_from_icon_name (claim->holds ? "object-select-symbolic"
                                                                     : "dialog-warning-symbolic");
  GtkWidget       *text = gtk_label_new (_(claim->text));
  GtkWidget       *number = gtk_label_new (measured);

  gtk_widget_set_tooltip_text (icon, claim->holds ? _("This was so") : _("This was not so"));
  gtk_widget_add_css_class (icon, claim->holds ? "success" : "warning");
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, "heading");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), number);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);

  return box;
}

static void
show_claims (SoqExperimentPage *self)
{
  g_autoptr (GPtrArray) claims = soq_lab_run_dup_claims (self->run);

  clear_list (self->claims);
  for (guint i = 0; i < claims->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->claims),
                         new_claim_row (g_ptr_array_index (claims, i)));
  gtk_widget_set_visible (self->claims, claims->len > 0);
}

static void
show_timeline (SoqExperimentPage *self)
{
  if (self->timeline != NULL)
    soq_timeline_view_take_timeline (SOQ_TIMELINE_VIEW (self->timeline),
                                     soq_lab_run_dup_timeline (self->run));
}

static gboolean
look_cb (gpointer user_data)
{
  show_timeline (user_data);

  return G_SOURCE_CONTINUE;
}

static void
state_cb (SoqExperimentPage *self)
{
  SoqLabRunState state = soq_lab_run_get_state (self->run);
  gboolean       running = state == SOQ_LAB_RUN_RUNNING;

  gtk_button_set_label (GTK_BUTTON (self->button), running ? _("_Stop") : _("_Run"));
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  gtk_widget_set_visible (self->print, state > SOQ_LAB_RUN_RUNNING);
  gtk_widget_set_visible (self->save, state > SOQ_LAB_RUN_RUNNING);
  gtk_label_set_text (GTK_LABEL (self->status),
                      state == SOQ_LAB_RUN_STOPPED ? _("Stopped before its end") : "");
  for (guint i = 0; i < self->knobs->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->knobs, i), !running);
  if (running)
    return;

  g_clear_handle_id (&self->look_id, g_source_remove);
  show_claims (self);
  show_timeline (self);
  soq_wire_view_show_lost (SOQ_WIRE_VIEW (self->wire));
}

static void
start (SoqExperimentPage *self)
{
  g_clear_object (&self->run);
  self->run = soq_lab_run_new (self->experiment);
  for (guint i = 0; i < self->knobs->len; i++)
    soq_lab_run_set_knob (self->run, self->experiment->knobs[i].id,
                          soq_lab_get_value (g_ptr_array_index (self->knobs, i)));
  g_signal_connect_object (self->run, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);

  clear_list (self->claims);
  gtk_widget_set_visible (self->claims, FALSE);
  gtk_widget_set_visible (self->results, TRUE);
  soq_wire_view_set_trace (SOQ_WIRE_VIEW (self->wire), soq_lab_run_get_trace (self->run));
  soq_wire_view_show_beginning (SOQ_WIRE_VIEW (self->wire));
  soq_lab_run_start (self->run);
  self->look_id = g_timeout_add (LOOK, look_cb, self);
}

static void
save_chosen_cb (const char *path,
                gpointer    user_data)
{
  SoqExperimentPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;

  if (soq_experiment_page_save (self, path, &error))
    text = g_strdup (_("Saved"));
  else
    text = soq_file_error_text (error, path);
  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
save_cb (SoqExperimentPage *self)
{
  g_autofree char *name = g_strconcat (self->experiment->id, ".pdf", NULL);

  soq_compat_choose_save (GTK_WIDGET (self),
                          self->timeline != NULL ? _("Save as .pdf, .json, .txt, .svg or .png")
                                                 : _("Save as .pdf, .json or .txt"),
                                                      name, save_chosen_cb, self);
}

static void
print_failed_cb (const char *why,
                 gpointer    parent)
{
  gtk_label_set_text (GTK_LABEL (SOQ_EXPERIMENT_PAGE (parent)->status), why);
}

static void
print_cb (SoqExperimentPage *self)
{
  soq_sheet_print (soq_experiment_sheet_new (self->run, SOQ_WIRE_VIEW (self->wire)),
                   _(self->experiment->title), GTK_WIDGET (self), print_failed_cb);
}

static void
soq_experiment_page_dispose (GObject *object)
{
  SoqExperimentPage *self = SOQ_EXPERIMENT_PAGE (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (soq_experiment_page_parent_class)->dispose (object);
}

static void
soq_experiment_page_finalize (GObject *object)
{
  g_ptr_array_unref (SOQ_EXPERIMENT_PAGE (object)->knobs);

  G_OBJECT_CLASS (soq_experiment_page_parent_class)->finalize (object);
}

static void
soq_experiment_page_class_init (SoqExperimentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_experiment_page_dispose;
  object_class->finalize = soq_experiment_page_finalize;
}

static void
soq_experiment_page_init (SoqExperimentPage *self)
{
  self->knobs = g_ptr_array_new ();
}

static void
add_knobs (SoqExperimentPage *self,
           GtkWidget         *box)
{
  GtkWidget *group;

  if (self->experiment->n_knobs == 0)
    return;

  group = adw_preferences_group_new ();
  for (guint i = 0; i < self->experiment->n_knobs; i++)
    g_ptr_array_add (self->knobs, soq_lab_add_knob (ADW_PREFERENCES_GROUP (group),
                                                    &self->experiment->knobs[i]));
  gtk_box_append (GTK_BOX (box), group);
}

static void
add_buttons (SoqExperimentPage *self,
             GtkWidget         *box)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->button = gtk_button_new_with_mnemonic (_("_Run"));
  self->spinner = gtk_spinner_new ();
  self->status = gtk_label_new (NULL);
  self->print = gtk_button_new_with_mnemonic (_("Pri_nt…"));
  self->save = gtk_button_new_with_mnemonic (_("S_ave…"));
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_widget_set_valign (self->print, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->save, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->print, FALSE);
  gtk_widget_set_visible (self->save, FALSE);
  gtk_box_append (GTK_BOX (bar), self->button);
  gtk_box_append (GTK_BOX (bar), self->spinner);
  gtk_box_append (GTK_BOX (bar), self->status);
  gtk_box_append (GTK_BOX (bar), self->print);
  gtk_box_append (GTK_BOX (bar), self->save);
  gtk_box_append (GTK_BOX (box), bar);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (soq_experiment_page_run_or_stop),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->print, "clicked", G_CALLBACK (print_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
}

static void
add_results (SoqExperimentPage *self,
             GtkWidget         *box)
{
  self->results = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_visible (self->results, FALSE);
  self->claims = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->claims), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->claims, "boxed-list");
  gtk_widget_set_name (self->claims, "claims");
  gtk_box_append (GTK_BOX (self->results), self->claims);

  if (self->experiment->has_timeline)
    {
      self->timeline = soq_timeline_view_new ();
      gtk_box_append (GTK_BOX (self->results), soq_lab_new_heading (_("Who Waited")));
      gtk_box_append (GTK_BOX (self->results), self->timeline);
      gtk_box_append (GTK_BOX (self->results), soq_lab_new_legend ());
    }
  self->wire = soq_lab_add_wire (self->results, _("Run the experiment"));
  gtk_box_append (GTK_BOX (box), self->results);
}

static void
add_code (SoqExperimentPage *self,
          GtkWidget         *box)
{
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    if (g_str_equal (programs[i].experiment, self->experiment->id))
      {
        GtkWidget *expander = gtk_expander_new_with_mnemonic (_("_Programs that do this"));
        GtkWidget *code = programs[i].alone ? soq_code_view_new_alone (programs[i].program)
                                            : soq_code_view_new (programs[i].program);

        gtk_expander_set_child (GTK_EXPANDER (expander), code);
        gtk_box_append (GTK_BOX (box), expander);
      }
}

GtkWidget *
soq_experiment_page_new (const SoqExperiment *experiment)
{
  SoqExperimentPage *self = g_object_new (SOQ_TYPE_EXPERIMENT_PAGE, NULL);
  GtkWidget         *box;

  self->experiment = experiment;
  adw_bin_set_child (ADW_BIN (self), soq_lab_new_page (_(experiment->title), _(experiment->why),
                                                                                 &box));
  add_knobs (self, box);
  add_buttons (self, box);
  add_results (self, box);
  add_code (self, box);

  return GTK_WIDGET (self);
}

/**
 * soq_experiment_page_get_run:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the newest run
 */
SoqLabRun *
soq_experiment_page_get_run (SoqExperimentPage *self)
{
  g_return_val_if_fail (SOQ_IS_EXPERIMENT_PAGE (self), NULL);

  return self->run;
}

void
soq_experiment_page_run_or_stop (SoqExperimentPage *self)
{
  g_return_if_fail (SOQ_IS_EXPERIMENT_PAGE (self));

  if (is_running (self))
    soq_lab_run_stop (self->run);
  else
    start (self);
}

static char *
dup_text (SoqExperimentPage *self)
{
  g_autoptr (GPtrArray) claims = soq_lab_run_dup_claims (self->run);
  GString              *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n\n", _(self->experiment->title));
  g_string_append_printf (text, "%s\n\n", _(self->experiment->why));
  for (guint i = 0; i < claims->len; i++)
    {
      const SoqClaim  *claim = g_ptr_array_index (claims, i);
      g_autofree char *measured = soq_claim_dup_measured (claim);

      g_string_append_printf (text, "%s %s %s\n", claim->holds ? "✓" : "✗", _(claim->text), measured);
    }

  return g_string_free (text, FALSE);
}

/**
 * soq_experiment_page_save:
 * @self: a page with a run that is over
 * @path: (type filename): where to; its end says what: .pdf, .txt, .svg, .png,
 *   or JSON
 * @error: return location for an error
 *
 * Returns: whether it was saved
 */
gboolean
soq_experiment_page_save (SoqExperimentPage *self,
                          const char        *path,
                          GError           **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (SOQ_IS_EXPERIMENT_PAGE (self), FALSE);
  g_return_val_if_fail (self->run != NULL, FALSE);

  if (self->timeline != NULL &&
      (g_str_has_suffix (path, ".svg") || g_str_has_suffix (path, ".png")))
    return soq_timeline_view_save (SOQ_TIMELINE_VIEW (self->timeline), _(self->experiment->title),
                                                                          path, error);

  if (g_str_has_suffix (path, ".pdf"))
    {
      g_autoptr (SoqSheet) sheet = soq_experiment_sheet_new (self->run, SOQ_WIRE_VIEW (self->wire));

      return soq_sheet_export (sheet, path, error);
    }

  if (g_str_has_suffix (path, ".txt"))
    text = dup_text (self);
  else
    text = soq_lab_run_to_json (self->run);

  return g_file_set_contents (path, text, -1, error);
}
