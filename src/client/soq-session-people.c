/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-session-private.h"

#include "soq-people.h"

/* What becomes known of somebody who is in a channel with us. */

static void
away_one (SoqSession           *self,
          const SoqSessionLine *line,
          SoqConversation      *channel,
          SoqPerson            *member)
{
  const char *reason = soq_session_param (line, 0);

  soq_person_set_away (member, reason != NULL && *reason != '\0');
}

static void
take_away (SoqSession           *self,
           const SoqSessionLine *line)
{
  soq_session_for_each_channel (self, line, away_one);
}

static void
account_one (SoqSession           *self,
             const SoqSessionLine *line,
             SoqConversation      *channel,
             SoqPerson            *member)
{
  const char *account = soq_session_param (line, 0);

  soq_person_set_account (member, g_str_equal (account, "*") ? NULL : account);
}

static void
take_account (SoqSession           *self,
              const SoqSessionLine *line)
{
  soq_session_for_each_channel (self, line, account_one);
}

static void
mask_one (SoqSession           *self,
          const SoqSessionLine *line,
          SoqConversation      *channel,
          SoqPerson            *member)
{
  g_autofree char *mask = g_strdup_printf ("%s@%s", soq_session_param (line, 0),
                                           soq_session_param (line, 1));

  soq_person_set_mask (member, mask);
}

static void
take_chghost (SoqSession           *self,
              const SoqSessionLine *line)
{
  if (line->mine)
    {
      g_free (self->mask);
      self->mask = g_strdup_printf ("%s@%s", soq_session_param (line, 0),
                                    soq_session_param (line, 1));
    }
  soq_session_for_each_channel (self, line, mask_one);
}

/* A full name is shown nowhere but in the answer to WHOIS. */
static void
take_setname (SoqSession           *self,
              const SoqSessionLine *line)
{
}

const SoqSessionEntry soq_session_people[] = {
  { "ACCOUNT", 1, take_account },
  { "AWAY", 0, take_away },
  { "CHGHOST", 2, take_chghost },
  { "SETNAME", 1, take_setname },
  { NULL },
};
