/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean soq_certificate_make (const char        *path_certificate,
                               const char        *path_key,
                               const char *const *names,
                               guint              days,
                               GError           **error);

GTlsCertificate *soq_certificate_load (const char *path_certificate,
                                       const char *path_key,
                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;

char      *soq_certificate_dup_fingerprint (GTlsCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;
char      *soq_certificate_group_fingerprint (const char *fingerprint) G_GNUC_WARN_UNUSED_RESULT;
char      *soq_certificate_dup_subject (GTlsCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;
GDateTime *soq_certificate_dup_not_after (GTlsCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;
char      *soq_certificate_dup_problems (GTlsCertificateFlags problems) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
