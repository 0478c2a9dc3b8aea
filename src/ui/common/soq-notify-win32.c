/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soq-config.h"

#include "soq-notify-private.h"

#include <gdk/win32/gdkwin32.h>
#include <shellapi.h>
#include <string.h>

/* GLib tells of nothing on Windows, so this does: by a balloon, which belongs to
 * an icon beside the clock, and by the button of the window in the task bar. The
 * icon is there only as long as its balloon.
 */

#define CLASS_NAME   L"soquete-notify"
#define MESSAGE      (WM_APP + 1)
#define PROGRAM_ICON 1 /* win32/program.rc.in */

typedef struct
{
  HWND       hwnd; /* gets what the icon has to say */
  gboolean   has_icon;
  GtkWindow *window; /* (weak) (nullable): where the newest message is */
} Balloon;

static Balloon balloon;

static void
remove_icon (void)
{
  NOTIFYICONDATAW data = { .cbSize = sizeof data, .hWnd = balloon.hwnd, .uID = 1 };

  if (balloon.has_icon)
    Shell_NotifyIconW (NIM_DELETE, &data);
  balloon.has_icon = FALSE;
}

static LRESULT CALLBACK
message_cb (HWND   hwnd,
            UINT   message,
            WPARAM wparam,
            LPARAM lparam)
{
  if (message != MESSAGE)
    return DefWindowProcW (hwnd, message, wparam, lparam);

  switch (LOWORD (lparam))
    {
    case NIN_BALLOONUSERCLICK:
    case WM_LBUTTONUP:
      remove_icon ();
      if (balloon.window != NULL)
        gtk_window_present (balloon.window);
      break;

    case NIN_BALLOONHIDE:
    case NIN_BALLOONTIMEOUT:
      remove_icon ();
      break;

    default:
      break;
    }

  return 0;
}

static gboolean
have_hwnd (void)
{
  WNDCLASSW klass = {
    .lpfnWndProc = message_cb,
    .hInstance = GetModuleHandleW (NULL),
    .lpszClassName = CLASS_NAME,
  };

  if (balloon.hwnd != NULL)
    return TRUE;

  RegisterClassW (&klass);
  balloon.hwnd = CreateWindowW (CLASS_NAME, L"", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL,
                                klass.hInstance, NULL);

  return balloon.hwnd != NULL;
}

/* Copies as much of @text as there is room for, and no half character. */
static void
copy_text (wchar_t    *room,
           gsize       size,
           const char *text)
{
  g_autofree wchar_t *wide = (wchar_t *) g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);
  gsize               length = wide != NULL ? wcslen (wide) : 0;

  if (length > size - 1)
    {
      length = size - 1;
      if (IS_HIGH_SURROGATE (wide[length - 1]))
        length--;
    }
  if (length > 0)
    memcpy (room, wide, length * sizeof (wchar_t));
  room[length] = 0;
}

static void
show_balloon (const char *title,
              const char *body)
{
  NOTIFYICONDATAW data = {
    .cbSize = sizeof data,
    .hWnd = balloon.hwnd,
    .uID = 1,
    .uFlags = NIF_ICON | NIF_INFO | NIF_MESSAGE | NIF_TIP,
    .uCallbackMessage = MESSAGE,
    .dwInfoFlags = NIIF_USER,
  };

  data.hIcon = LoadIconW (GetModuleHandleW (NULL), MAKEINTRESOURCEW (PROGRAM_ICON));
  copy_text (data.szTip, G_N_ELEMENTS (data.szTip), g_get_application_name ());
  copy_text (data.szInfoTitle, G_N_ELEMENTS (data.szInfoTitle), title);
  copy_text (data.szInfo, G_N_ELEMENTS (data.szInfo), body);
  balloon.has_icon = Shell_NotifyIconW (balloon.has_icon ? NIM_MODIFY : NIM_ADD, &data);
}

/* Until the person comes to the window. */
static void
flash (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  FLASHWINFO  info = {
     .cbSize = sizeof info,
     .dwFlags = FLASHW_TRAY | FLASHW_TIMERNOFG,
     .uCount = 3,
  };

  if (surface == NULL)
    return;

  info.hwnd = GDK_SURFACE_HWND (surface);
  FlashWindowEx (&info);
}

void
soq_notify_show (GtkWindow  *window,
                 const char *title,
                 const char *body)
{
  g_set_weak_pointer (&balloon.window, window);
  flash (window);
  if (have_hwnd ())
    show_balloon (title, body);
}
