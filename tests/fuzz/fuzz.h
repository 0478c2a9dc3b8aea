/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* What libFuzzer calls with each input. It returns 0; whatever must not happen
 * aborts.
 */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);
