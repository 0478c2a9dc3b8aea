/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-client-window-private.h"

#include "soq-certificate.h"
#include "soq-compat.h"
#include "soq-error-text.h"
#include "soq-settings.h"
#include "soq-text.h"

#include <glib/gi18n.h>

/* What the window asks. */

/* Bytes of a certificate's name. */
#define NAME_MOST 200

static void
channel_cb (const char *answer,
            guint       choice,
            gpointer    user_data)
{
  SoqClientWindow   *self = SOQ_CLIENT_WINDOW (user_data);
  g_autofree char   *typed = g_strconcat ("/join ", answer, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char   *reason = NULL;

  if (soq_client_say (self->client, self->current, typed, &error))
    return;

  reason = soq_say_error_text (error, typed);
  soq_client_window_tell (self, reason);
}

void
soq_client_window_ask_channel (SoqClientWindow *self)
{
  SoqQuestion question = { .entry_text = "#" };

  question.heading = _("Join a Channel");
  question.body = _("Whoever joins a channel that does not exist yet makes it.");
  question.affirm = _("_Join");
  question.entry_label = _("Channel, and its key if it has one");
  soq_compat_ask (GTK_WIDGET (self), &question, channel_cb, self);
}

/* For which channel the topic is asked: while the dialog is open, another may
 * have come in front.
 */
#define TOPIC_OF "topic-of"

static void
topic_cb (const char *answer,
          guint       choice,
          gpointer    user_data)
{
  SoqClientWindow   *self = SOQ_CLIENT_WINDOW (user_data);
  SoqConversation   *channel = g_object_get_data (G_OBJECT (self), TOPIC_OF);
  g_autoptr (GError) error = NULL;
  g_autofree char   *reason = NULL;

  if (soq_client_set_topic (self->client, channel, answer, &error))
    return;

  reason = soq_say_error_text (error, "/topic");
  soq_client_window_tell (self, reason);
}

void
soq_client_window_ask_topic (SoqClientWindow *self)
{
  SoqQuestion question = { .entry_text = soq_conversation_get_topic (self->current) };

  g_object_set_data_full (G_OBJECT (self), TOPIC_OF, g_object_ref (self->current),
                          g_object_unref);
  question.heading = _("Topic");
  question.body = _("In some channels only operators may change it.");
  question.affirm = _("_Set Topic");
  question.entry_label = _("What is this channel about?");
  soq_compat_ask (GTK_WIDGET (self), &question, topic_cb, self);
}

static void
nick_cb (const char *answer,
         guint       choice,
         gpointer    user_data)
{
  SoqClientWindow *self = SOQ_CLIENT_WINDOW (user_data);

  if (*answer != '\0')
    soq_client_change_nick (self->client, answer, NULL);
}

void
soq_client_window_ask_nick (SoqClientWindow *self,
                            const char      *refused,
                            const char      *reason)
{
  SoqQuestion      question = { .entry_text = refused };
  g_autofree char *name = soq_text_one_line (refused);
  g_autofree char *why = soq_text_one_line (reason);
  g_autofree char *body = NULL;

  /* Translators: the first %s is a name, the second why it cannot be had. */
  body = g_strdup_printf (_("The server does not take “%s”: %s"), name, why);
  question.heading = _("Choose Another Name");
  question.body = body;
  question.affirm = _("_Use This Name");
  question.entry_label = _("Your name");
  soq_compat_ask (GTK_WIDGET (self), &question, nick_cb, self);
}

static char *
dup_place (SoqClientWindow *self)
{
  return soq_address_to_string (soq_place_get_address (soq_client_get_place (self->client)));
}

static void
trust_cb (const char *answer,
          guint       choice,
          gpointer    user_data)
{
  SoqClientWindow     *self = SOQ_CLIENT_WINDOW (user_data);
  GTlsCertificateFlags errors;
  GTlsCertificate     *certificate = soq_client_get_certificate (self->client, &errors);
  g_autofree char     *place = dup_place (self);
  g_autofree char     *fingerprint = NULL;

  if (certificate == NULL)
    return;

  fingerprint = soq_certificate_dup_fingerprint (certificate);
  soq_settings_set_trusted (soq_settings_get_default (), place, fingerprint);
  soq_client_set_trusted (self->client, fingerprint);
  soq_client_retry_now (self->client);
}

/* Each of its problems in a sentence. */
static char *
describe_problems (GTlsCertificateFlags problems)
{
  static const struct
  {
    GTlsCertificateFlags problem;
    const char          *text;
  } sentences[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_("Nobody whom this computer trusts vouches for it.") },
      { G_TLS_CERTIFICATE_BAD_IDENTITY, N_("It is for another server.") },
        { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("It is not valid yet.") },
          { G_TLS_CERTIFICATE_EXPIRED, N_("It has expired.") },
            { G_TLS_CERTIFICATE_REVOKED, N_("It was revoked.") },
              { G_TLS_CERTIFICATE_INSECURE, N_("Its algorithm is not safe.") },
            };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (problems & sentences[i].problem)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _(sentences[i].text));
  if (text->len == 0)
    g_string_append (text, _("It cannot be checked."));

  return g_string_free (text, FALSE);
}

/* Whoever made the certificate chose the name; a line of it could look like the
 * fingerprint that follows.
 */
static char *
dup_name (const char *subject)
{
  g_autofree char *valid = soq_text_make_valid (subject != NULL ? subject : "?");
  g_autofree char *line = soq_text_one_line (valid);

  return soq_text_cut (line, NAME_MOST);
}

static char *
describe_certificate (GTlsCertificate     *certificate,
                      GTlsCertificateFlags problems)
{
  g_autofree char      *what = describe_problems (problems);
  g_autofree char      *subject = soq_certificate_dup_subject (certificate);
  g_autofree char      *name = dup_name (subject);
  g_autofree char      *fingerprint = soq_certificate_dup_fingerprint (certificate);
  g_autofree char      *grouped = soq_certificate_group_fingerprint (fingerprint);
  g_autoptr (GDateTime) until = soq_certificate_dup_not_after (certificate);
  /* Translators: a day, as of g_date_time_format (). */
  g_autofree char *day = until != NULL ? g_date_time_format (until, _("%e %B %Y")) : g_strdup ("?");

  /* Translators: sentences on what is wrong; whom a certificate is for; a day;
   * and a fingerprint.
   */
  return g_strdup_printf (_("%s\n\nFor: %s\nValid until: %s\nSHA-256 fingerprint:\n%s\n\n"
                            "Whoever runs the server can tell you its fingerprint. Trust it only if both are the same: otherwise somebody may read and change all that you say."),
                             what, name, g_strstrip (day), grouped);
}

/* The one that the person trusted here before, if it is another one. */
static char *
dup_changed (const char      *place,
             GTlsCertificate *certificate)
{
  g_autofree char *before = soq_settings_dup_trusted (soq_settings_get_default (), place);
  g_autofree char *now = soq_certificate_dup_fingerprint (certificate);

  return g_strcmp0 (before, now) != 0 ? g_steal_pointer (&before) : NULL;
}

static char *
describe_change (const char *before,
                 const char *certificate)
{
  g_autofree char *grouped = soq_certificate_group_fingerprint (before);

  /* Translators: the first %s is a fingerprint, the second the description of a certificate. */
  return g_strdup_printf (_("This is not the certificate that you trusted here before. The server may have a new one, or somebody stands between you and it.\n\nSHA-256 fingerprint before:\n%s\n\nNow: %s"),
                             grouped, certificate);
}

/**
 * soq_client_window_ask_trust:
 * @self: a window whose client was shown a certificate that does not check out
 *
 * Shows it. Nothing is trusted unless the person says so.
 */
void
soq_client_window_ask_trust (SoqClientWindow *self)
{
  GTlsCertificateFlags problems;
  GTlsCertificate     *certificate = soq_client_get_certificate (self->client, &problems);
  SoqQuestion          question = { .destructive = TRUE };
  g_autofree char     *place = dup_place (self);
  g_autofree char     *heading = NULL;
  g_autofree char     *before = NULL;
  g_autofree char     *shown = NULL;
  g_autofree char     *body = NULL;

  if (certificate == NULL)
    return;

  before = dup_changed (place, certificate);
  shown = describe_certificate (certificate, problems);
  if (before != NULL)
    {
      /* Translators: %s is a host and a port. */
      heading = g_strdup_printf (_("The Certificate of %s Has Changed"), place);
      body = describe_change (before, shown);
    }
  else
    {
      /* Translators: %s is a host and a port. */
      heading = g_strdup_printf (_("Is This Really %s?"), place);
      body = g_steal_pointer (&shown);
    }
  question.heading = heading;
  question.body = body;
  question.affirm = _("_Trust This Certificate");
  soq_compat_ask (GTK_WIDGET (self), &question, trust_cb, self);
}
