/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-settings.h"

#include "soq-address.h"
#include "soq-irc-names.h"
#include "soq-paths.h"
#include "soq-private-file.h"
#include "soq-server-config.h"

#define GROUP           "preferences"
#define GROUP_SHORTCUTS "shortcuts"
#define GROUP_PLACES    "places"
#define GROUP_TRUSTED   "certificates"
#define GROUP_WINDOWS   "windows"

/* What no window is larger than, in pixels. */
#define WINDOW_MOST   20000
#define RECENT_PLACES 12

/**
 * SoqSettings:
 *
 * What a person chose, in a key file of the user's config folder: the same
 * file on each system, readable, and copied with the folder. Every change is
 * written within the same turn of the main loop.
 */
struct _SoqSettings
{
  GObject parent_instance;

  char       *path;   /* (owned) */
  GKeyFile   *file;   /* (owned): all values that were set */
  GListStore *places; /* (owned) of SoqPlace, the newest first */
  guint       save_id;

  char *name;      /* (owned) */
  char *quit_word; /* (owned) */
};

G_DEFINE_FINAL_TYPE (SoqSettings, soq_settings, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_QUIT_WORD,
  PROP_PORT,
  PROP_SERVER_MODE,
  PROP_COLOR_SCHEME,
  PROP_TIMESTAMPS,
  PROP_COMPACT,
  PROP_NOTIFY,
} SoqSettingsProperty;

static GParamSpec *properties[PROP_NOTIFY + 1];

static gboolean
save_cb (gpointer user_data)
{
  SoqSettings       *self = SOQ_SETTINGS (user_data);
  g_autoptr (GError) error = NULL;

  self->save_id = 0;
  if (!soq_settings_save (self, &error))
    g_message ("Cannot keep the preferences: %s", error->message);

  return G_SOURCE_REMOVE;
}

static void
changed (SoqSettings *self)
{
  if (self->save_id != 0)
    return;

  self->save_id = g_idle_add (save_cb, self);
  g_source_set_name_by_id (self->save_id, "[soquete] save settings");
}

/* What the system calls this person, as a name for a chat. */
static char *
suggest_name (void)
{
  char *name = soq_irc_nick_suggest (g_get_real_name ());

  if (name != NULL && !g_str_equal (name, "Unknown"))
    return name;

  g_free (name);
  name = soq_irc_nick_suggest (g_get_user_name ());

  return name != NULL ? name : g_strdup ("guest");
}

static guint
get_number (SoqSettings *self,
            const char  *key,
            guint        fallback,
            guint        most)
{
  g_autofree char *text = g_key_file_get_string (self->file, GROUP, key, NULL);
  guint64          number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, most, &number, NULL))
    return fallback;

  return (guint) number;
}

static gboolean
get_switch (SoqSettings *self,
            const char  *key,
            gboolean     fallback)
{
  g_autoptr (GError) error = NULL;
  gboolean           on = g_key_file_get_boolean (self->file, GROUP, key, &error);

  return error != NULL ? fallback : on;
}

static void
read_texts (SoqSettings *self)
{
  self->name = g_key_file_get_string (self->file, GROUP, "name", NULL);
  if (self->name == NULL || !soq_irc_nick_is_valid (self->name))
    {
      g_free (self->name);
      self->name = suggest_name ();
    }

  self->quit_word = g_key_file_get_string (self->file, GROUP, "quit-word", NULL);
  if (self->quit_word == NULL)
    self->quit_word = g_strdup ("");
}

static void
read_places (SoqSettings *self)
{
  g_auto (GStrv) texts = g_key_file_get_string_list (self->file, GROUP_PLACES, "recent", NULL,
                                                     NULL);

  for (guint i = 0; texts != NULL && texts[i] != NULL && i < RECENT_PLACES; i++)
    {
      g_autoptr (SoqPlace) place = soq_place_from_string (texts[i], NULL);

      if (place != NULL)
        g_list_store_append (self->places, place);
    }
}

static void
write_places (SoqSettings *self)
{
  guint                    n = g_list_model_get_n_items (G_LIST_MODEL (self->places));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           texts = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SoqPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);
      g_autofree char     *text = soq_place_to_string (place);

      g_strv_builder_add (builder, text);
    }

  texts = g_strv_builder_end (builder);
  g_key_file_set_string_list (self->file, GROUP_PLACES, "recent", (const char *const *) texts, n);
  changed (self);
}

static void
set_text (SoqSettings *self,
          char       **text,
          const char  *value,
          GParamSpec  *pspec)
{
  if (value == NULL || g_str_equal (*text, value))
    return;

  g_free (*text);
  *text = g_strdup (value);
  g_key_file_set_string (self->file, GROUP, pspec->name, value);
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
set_number (SoqSettings *self,
            guint        value,
            GParamSpec  *pspec)
{
  g_autofree char *text = g_strdup_printf ("%u", value);
  g_autofree char *old = g_key_file_get_string (self->file, GROUP, pspec->name, NULL);

  if (g_strcmp0 (old, text) == 0)
    return;

  g_key_file_set_string (self->file, GROUP, pspec->name, text);
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
set_switch (SoqSettings *self,
            gboolean     value,
            gboolean     old,
            GParamSpec  *pspec)
{
  if (value == old)
    return;

  g_key_file_set_boolean (self->file, GROUP, pspec->name, value);
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
soq_settings_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SoqSettings *self = SOQ_SETTINGS (object);

  switch ((SoqSettingsProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_QUIT_WORD:
      g_value_set_string (value, self->quit_word);
      break;

    case PROP_PORT:
      g_value_set_uint (value, soq_settings_get_port (self));
      break;

    case PROP_SERVER_MODE:
      g_value_set_uint (value, get_number (self, "server-mode", 0, SOQ_REPLY_MODE_SILENT));
      break;

    case PROP_COLOR_SCHEME:
      g_value_set_uint (value, get_number (self, "color-scheme", 0, SOQ_COLOR_SCHEME_DARK));
      break;

    case PROP_TIMESTAMPS:
      g_value_set_boolean (value, get_switch (self, "timestamps", TRUE));
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, get_switch (self, "compact", FALSE));
      break;

    case PROP_NOTIFY:
      g_value_set_boolean (value, soq_settings_get_notify (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_settings_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SoqSettings *self = SOQ_SETTINGS (object);

  switch ((SoqSettingsProperty) prop_id)
    {
    case PROP_NAME:
      set_text (self, &self->name, g_value_get_string (value), pspec);
      break;

    case PROP_QUIT_WORD:
      set_text (self, &self->quit_word, g_value_get_string (value), pspec);
      break;

    case PROP_PORT:
    case PROP_SERVER_MODE:
    case PROP_COLOR_SCHEME:
      set_number (self, g_value_get_uint (value), pspec);
      break;

    case PROP_TIMESTAMPS:
      set_switch (self, g_value_get_boolean (value), get_switch (self, pspec->name, TRUE), pspec);
      break;

    case PROP_COMPACT:
      set_switch (self, g_value_get_boolean (value), get_switch (self, pspec->name, FALSE), pspec);
      break;

    case PROP_NOTIFY:
      set_switch (self, g_value_get_boolean (value), soq_settings_get_notify (self), pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
soq_settings_dispose (GObject *object)
{
  SoqSettings *self = SOQ_SETTINGS (object);

  if (self->save_id != 0)
    {
      g_clear_handle_id (&self->save_id, g_source_remove);
      soq_settings_save (self, NULL);
    }

  G_OBJECT_CLASS (soq_settings_parent_class)->dispose (object);
}

static void
soq_settings_finalize (GObject *object)
{
  SoqSettings *self = SOQ_SETTINGS (object);

  g_clear_object (&self->places);
  g_clear_pointer (&self->file, g_key_file_unref);
  g_free (self->path);
  g_free (self->name);
  g_free (self->quit_word);

  G_OBJECT_CLASS (soq_settings_parent_class)->finalize (object);
}

#define FLAGS (G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
soq_settings_class_init (SoqSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = soq_settings_dispose;
  object_class->finalize = soq_settings_finalize;
  object_class->get_property = soq_settings_get_property;
  object_class->set_property = soq_settings_set_property;

  /**
   * SoqSettings:name:
   *
   * What to be called in a chat; a valid nick.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, FLAGS);

  /**
   * SoqSettings:quit-word:
   *
   * What to type to leave a plain-text server; empty for none.
   */
  properties[PROP_QUIT_WORD] = g_param_spec_string ("quit-word", NULL, NULL, "", FLAGS);

  /**
   * SoqSettings:port:
   *
   * Where a new server window listens.
   */
  properties[PROP_PORT] =
    g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, SOQ_DEFAULT_PORT, FLAGS);

  /**
   * SoqSettings:server-mode:
   *
   * The SoqReplyMode of a new server window.
   */
  properties[PROP_SERVER_MODE] =
    g_param_spec_uint ("server-mode", NULL, NULL, 0, SOQ_REPLY_MODE_SILENT, 0, FLAGS);

  /**
   * SoqSettings:color-scheme:
   *
   * A [enum@SoqColorScheme].
   */
  properties[PROP_COLOR_SCHEME] =
    g_param_spec_uint ("color-scheme", NULL, NULL, 0, SOQ_COLOR_SCHEME_DARK, 0, FLAGS);

  properties[PROP_TIMESTAMPS] = g_param_spec_boolean ("timestamps", NULL, NULL, TRUE, FLAGS);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, FLAGS);

  /**
   * SoqSettings:notify:
   *
   * Whether the desktop tells of messages while the window is not active.
   */
  properties[PROP_NOTIFY] = g_param_spec_boolean ("notify", NULL, NULL, TRUE, FLAGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
soq_settings_init (SoqSettings *self)
{
  self->file = g_key_file_new ();
  self->places = g_list_store_new (SOQ_TYPE_PLACE);
}

/**
 * soq_settings_new:
 * @path: (type filename): the key file; it need not exist yet
 *
 * Returns: (transfer full): the settings of @path. What cannot be used in it
 *   has its default
 */
SoqSettings *
soq_settings_new (const char *path)
{
  SoqSettings *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (SOQ_TYPE_SETTINGS, NULL);
  self->path = g_strdup (path);
  g_key_file_load_from_file (self->file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  read_texts (self);
  read_places (self);

  return self;
}

/**
 * soq_settings_get_default:
 *
 * Returns: (transfer none): the settings of this person
 */
SoqSettings *
soq_settings_get_default (void)
{
  static SoqSettings *self;

  if (self == NULL)
    {
      g_autofree char *dir = soq_paths_dup_config_dir ();
      g_autofree char *path = g_build_filename (dir, "settings.ini", NULL);

      self = soq_settings_new (path);
    }

  return self;
}

const char *
soq_settings_get_name (SoqSettings *self)
{
  g_return_val_if_fail (SOQ_IS_SETTINGS (self), NULL);

  return self->name;
}

const char *
soq_settings_get_quit_word (SoqSettings *self)
{
  g_return_val_if_fail (SOQ_IS_SETTINGS (self), NULL);

  return self->quit_word;
}

guint
soq_settings_get_port (SoqSettings *self)
{
  g_return_val_if_fail (SOQ_IS_SETTINGS (self), SOQ_DEFAULT_PORT);

  return get_number (self, "port", SOQ_DEFAULT_PORT, G_MAXUINT16);
}

gboolean
soq_settings_get_notify (SoqSettings *self)
{
  g_return_val_if_fail (SOQ_IS_SETTINGS (self), FALSE);

  return get_switch (self, "notify", TRUE);
}

/**
 * soq_settings_dup_shortcut:
 * @self: the settings
 * @action: a detailed action name
 *
 * Returns: (transfer full) (nullable): the accelerator that the person chose,
 *   empty for none; %NULL if nothing was chosen
 */
char *
soq_settings_dup_shortcut (SoqSettings *self,
                           const char  *action)
{
  g_return_val_if_fail (SOQ_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (action != NULL, NULL);

  return g_key_file_get_string (self->file, GROUP_SHORTCUTS, action, NULL);
}

/**
 * soq_settings_set_shortcut:
 * @self: the settings
 * @action: a detailed action name
 * @accelerator: (nullable): as gtk_accelerator_name () writes it, empty for
 *   none; %NULL to forget the choice
 */
void
soq_settings_set_shortcut (SoqSettings *self,
                           const char  *action,
                           const char  *accelerator)
{
  g_return_if_fail (SOQ_IS_SETTINGS (self));
  g_return_if_fail (action != NULL);

  if (accelerator != NULL)
    g_key_file_set_string (self->file, GROUP_SHORTCUTS, action, accelerator);
  else
    g_key_file_remove_key (self->file, GROUP_SHORTCUTS, action, NULL);

  changed (self);
}

/**
 * soq_settings_get_recent_places:
 * @self: the settings
 *
 * Returns: (transfer none): where the person connected to, the last one first,
 *   as a list of SoqPlace
 */
GListModel *
soq_settings_get_recent_places (SoqSettings *self)
{
  g_return_val_if_fail (SOQ_IS_SETTINGS (self), NULL);

  return G_LIST_MODEL (self->places);
}

static gboolean
is_same_place (GListModel *places,
               guint       position,
               const char *text)
{
  g_autoptr (SoqPlace) place = g_list_model_get_item (places, position);
  g_autofree char     *other = soq_place_to_string (place);

  return g_str_equal (other, text);
}

/**
 * soq_settings_add_recent_place:
 * @self: the settings
 * @place: where the person connected to
 *
 * Puts @place first; the oldest of more than twelve is forgotten.
 */
void
soq_settings_add_recent_place (SoqSettings    *self,
                               const SoqPlace *place)
{
  g_autofree char     *text = NULL;
  g_autoptr (SoqPlace) copy = NULL;
  GListModel          *places;

  g_return_if_fail (SOQ_IS_SETTINGS (self));

  places = G_LIST_MODEL (self->places);
  text = soq_place_to_string (place);
  for (guint i = g_list_model_get_n_items (places); i-- > 0;)
    if (is_same_place (places, i, text))
      g_list_store_remove (self->places, i);
  if (g_list_model_get_n_items (places) >= RECENT_PLACES)
    g_list_store_remove (self->places, RECENT_PLACES - 1);

  copy = soq_place_from_string (text, NULL);
  if (copy != NULL)
    g_list_store_insert (self->places, 0, copy);
  write_places (self);
}

void
soq_settings_remove_recent_place (SoqSettings *self,
                                  guint        position)
{
  g_return_if_fail (SOQ_IS_SETTINGS (self));
  g_return_if_fail (position < g_list_model_get_n_items (G_LIST_MODEL (self->places)));

  g_list_store_remove (self->places, position);
  write_places (self);
}

/* A key may not have brackets in it, as IPv6 addresses do. */
static char *
make_trusted_key (const char *place)
{
  return g_uri_escape_string (place, ":", FALSE);
}

/**
 * soq_settings_dup_trusted:
 * @self: the settings
 * @place: `HOST:PORT`
 *
 * Returns: (transfer full) (nullable): the fingerprint of the certificate that
 *   the person trusts there although it does not check out
 */
char *
soq_settings_dup_trusted (SoqSettings *self,
                          const char  *place)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (SOQ_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  key = make_trusted_key (place);

  return g_key_file_get_string (self->file, GROUP_TRUSTED, key, NULL);
}

/**
 * soq_settings_set_trusted:
 * @self: the settings
 * @place: `HOST:PORT`
 * @fingerprint: of the certificate that the person trusts there
 */
void
soq_settings_set_trusted (SoqSettings *self,
                          const char  *place,
                          const char  *fingerprint)
{
  g_autofree char *key = NULL;

  g_return_if_fail (SOQ_IS_SETTINGS (self));
  g_return_if_fail (place != NULL && fingerprint != NULL);

  key = make_trusted_key (place);
  g_key_file_set_string (self->file, GROUP_TRUSTED, key, fingerprint);
  changed (self);
}

/**
 * soq_settings_get_window_size:
 * @self: the settings
 * @name: a kind of window
 * @size: (out): how large the last one was left
 *
 * Returns: whether that is known
 */
gboolean
soq_settings_get_window_size (SoqSettings   *self,
                              const char    *name,
                              SoqWindowSize *size)
{
  g_autofree int *numbers = NULL;
  gsize           n = 0;

  g_return_val_if_fail (SOQ_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (name != NULL && size != NULL, FALSE);

  numbers = g_key_file_get_integer_list (self->file, GROUP_WINDOWS, name, &n, NULL);
  if (n != 3 || numbers[0] < 1 || numbers[0] > WINDOW_MOST || numbers[1] < 1 ||
      numbers[1] > WINDOW_MOST)
    return FALSE;

  size->width = numbers[0];
  size->height = numbers[1];
  size->maximized = numbers[2] == 1;

  return TRUE;
}

/**
 * soq_settings_set_window_size:
 * @self: the settings
 * @name: a kind of window
 * @size: how large one was left
 */
void
soq_settings_set_window_size (SoqSettings         *self,
                              const char          *name,
                              const SoqWindowSize *size)
{
  g_return_if_fail (SOQ_IS_SETTINGS (self));
  g_return_if_fail (name != NULL && size != NULL);

  g_key_file_set_integer_list (self->file, GROUP_WINDOWS, name,
                               (int[]){ size->width, size->height, size->maximized ? 1 : 0 }, 3);
  changed (self);
}

/**
 * soq_settings_save:
 * @self: the settings
 * @error: return location for a #GFileError
 *
 * Returns: whether they are on disk
 */
gboolean
soq_settings_save (SoqSettings *self,
                   GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;
  gsize            length;

  g_return_val_if_fail (SOQ_IS_SETTINGS (self), FALSE);

  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);

  text = g_key_file_to_data (self->file, &length, NULL);

  return soq_private_file_write (self->path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, error);
}
