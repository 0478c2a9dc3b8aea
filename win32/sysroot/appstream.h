/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Stands in for AppStream where libadwaita 1.4 or newer is built for Windows.
 * Only adw_about_*_new_from_appdata () needs it, and finds nothing here.
 */

#include <gio/gio.h>

typedef GObject AsMetadata, AsComponent, AsRelease, AsLaunchable, AsReleaseList, AsDeveloper;

enum
{
  AS_FORMAT_KIND_UNKNOWN,
  AS_LAUNCHABLE_KIND_DESKTOP_ID,
  AS_URL_KIND_BUGTRACKER,
  AS_URL_KIND_HELP,
  AS_URL_KIND_HOMEPAGE,
};

#define AS_CHECK_VERSION(major, minor, micro) 1

#define AS_FINDS_NOTHING(result, function, type) \
  static inline result                           \
  function (type *object)                        \
  {                                              \
    return NULL;                                 \
  }

static inline AsMetadata *
as_metadata_new (void)
{
  return g_object_new (G_TYPE_OBJECT, NULL);
}

static inline gboolean
as_metadata_parse_file (AsMetadata *metadata,
                        GFile      *file,
                        int         kind,
                        GError    **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "built without AppStream");
  return FALSE;
}

AS_FINDS_NOTHING (AsComponent *, as_metadata_get_component, AsMetadata)
AS_FINDS_NOTHING (const char *, as_component_get_id, AsComponent)
AS_FINDS_NOTHING (const char *, as_component_get_name, AsComponent)
AS_FINDS_NOTHING (const char *, as_component_get_project_license, AsComponent)
AS_FINDS_NOTHING (AsReleaseList *, as_component_get_releases_plain, AsComponent)
AS_FINDS_NOTHING (AsDeveloper *, as_component_get_developer, AsComponent)
AS_FINDS_NOTHING (const char *, as_developer_get_name, AsDeveloper)
AS_FINDS_NOTHING (GPtrArray *, as_release_list_get_entries, AsReleaseList)
AS_FINDS_NOTHING (GPtrArray *, as_launchable_get_entries, AsLaunchable)
AS_FINDS_NOTHING (const char *, as_release_get_version, AsRelease)
AS_FINDS_NOTHING (const char *, as_release_get_description, AsRelease)

static inline AsLaunchable *
as_component_get_launchable (AsComponent *component,
                             int          kind)
{
  return NULL;
}

static inline const char *
as_component_get_url (AsComponent *component,
                      int          kind)
{
  return NULL;
}
