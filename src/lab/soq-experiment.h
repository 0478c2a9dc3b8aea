/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "soq-stage.h"

G_BEGIN_DECLS

/**
 * SoqKnobKind:
 * @SOQ_KNOB_COUNT: a number
 * @SOQ_KNOB_MILLISECONDS: a time
 * @SOQ_KNOB_PERCENT: a part
 * @SOQ_KNOB_BYTES: a size
 * @SOQ_KNOB_CHOICE: one of several, by its index
 */
typedef enum
{
  SOQ_KNOB_COUNT,
  SOQ_KNOB_MILLISECONDS,
  SOQ_KNOB_PERCENT,
  SOQ_KNOB_BYTES,
  SOQ_KNOB_CHOICE,
} SoqKnobKind;

/**
 * SoqKnob:
 * @id: what the experiment calls it
 * @title: (translatable): what people call it
 * @kind: what its number means
 * @least: the smallest value
 * @most: the largest value
 * @usual: the value that it has by itself
 * @choices: (nullable) (translatable): what can be chosen
 *
 * Something about an experiment that can be changed before it runs.
 */
typedef struct
{
  const char        *id;
  const char        *title;
  SoqKnobKind        kind;
  int                least;
  int                most;
  int                usual;
  const char *const *choices;
} SoqKnob;

/**
 * SoqMeasure:
 * @SOQ_MEASURE_TEXT: a name, such as that of an error
 * @SOQ_MEASURE_COUNT: how many
 * @SOQ_MEASURE_SECONDS: how long
 * @SOQ_MEASURE_BYTES: how much
 */
typedef enum
{
  SOQ_MEASURE_TEXT,
  SOQ_MEASURE_COUNT,
  SOQ_MEASURE_SECONDS,
  SOQ_MEASURE_BYTES,
} SoqMeasure;

/**
 * SoqClaim:
 * @text: (translatable): a sentence about what sockets do
 * @holds: whether they did it
 * @measure: what was measured
 * @number: the measure, except of a text
 * @name: (owned) (nullable): of a text
 */
typedef struct
{
  const char *text;
  gboolean    holds;
  SoqMeasure  measure;
  double      number;
  char       *name;
} SoqClaim;

/* An experiment that runs: its stage, its knobs, and what it found. */
typedef struct _SoqTrial SoqTrial;

/**
 * SoqExperiment:
 * @id: its name in exports and tests
 * @title: (translatable): what people call it
 * @why: (translatable): three sentences
 * @knobs: (array length=n_knobs) (nullable): what can be changed
 * @n_knobs: how many
 * @has_timeline: whether it is about how clients wait
 * @run: what it does, in a thread of its own; it returns soon after the stage
 *   is stopped
 */
typedef struct
{
  const char    *id;
  const char    *title;
  const char    *why;
  const SoqKnob *knobs;
  guint          n_knobs;
  gboolean       has_timeline;
  void (*run) (SoqTrial *trial);
} SoqExperiment;

const SoqExperiment *const *soq_experiments_get (void);
const SoqExperiment        *soq_experiment_find (const char *id);
const SoqKnob              *soq_experiment_find_knob (const SoqExperiment *self,
                                                      const char          *id);

G_END_DECLS
