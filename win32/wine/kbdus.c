/* SPDX-FileCopyrightText: the Soquete authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A keyboard layout for Wine, which has none. GTK reads a layout's tables from
 * its library to learn what a key means; without one text can be typed, but
 * no shortcut works. Only what GTK reads is filled in, for a US keyboard.
 */

#include <windows.h>

typedef struct
{
  BYTE key;
  BYTE bits;
} KeyToBits;

typedef struct
{
  KeyToBits *key_to_bits;
  WORD       max_bits;
  BYTE       number[4];
} Modifiers;

typedef struct
{
  BYTE  key;
  BYTE  attributes;
  WCHAR characters[2]; /* without and with Shift */
} Key;

typedef struct
{
  Key *keys;
  BYTE n_shift_states;
  BYTE key_size;
} KeyTable;

typedef struct
{
  Modifiers *modifiers;
  KeyTable  *tables;
  void      *dead_keys;
  void      *names;
  void      *extended_names;
  void      *dead_names;
  USHORT    *scan_code_to_key;
  BYTE       max_scan_code;
  void      *extended_0;
  void      *extended_1;
  DWORD      flags;
  BYTE       max_ligature;
  BYTE       ligature_size;
  void      *ligatures;
} Layout;

#define LETTER(c)       \
  {                     \
    c, 1, { c + 32, c } \
  }
#define PLAIN(key, c) \
  {                   \
    key, 0, { c, c }  \
  }
#define SHIFTED(key, c, d) \
  {                        \
    key, 0, { c, d }       \
  }

static Key keys[] = {
  LETTER ('A'),
  LETTER ('B'),
  LETTER ('C'),
  LETTER ('D'),
  LETTER ('E'),
  LETTER ('F'),
  LETTER ('G'),
  LETTER ('H'),
  LETTER ('I'),
  LETTER ('J'),
  LETTER ('K'),
  LETTER ('L'),
  LETTER ('M'),
  LETTER ('N'),
  LETTER ('O'),
  LETTER ('P'),
  LETTER ('Q'),
  LETTER ('R'),
  LETTER ('S'),
  LETTER ('T'),
  LETTER ('U'),
  LETTER ('V'),
  LETTER ('W'),
  LETTER ('X'),
  LETTER ('Y'),
  LETTER ('Z'),

  SHIFTED ('0', '0', ')'),
  SHIFTED ('1', '1', '!'),
  SHIFTED ('2', '2', '@'),
  SHIFTED ('3', '3', '#'),
  SHIFTED ('4', '4', '$'),
  SHIFTED ('5', '5', '%'),
  SHIFTED ('6', '6', '^'),
  SHIFTED ('7', '7', '&'),
  SHIFTED ('8', '8', '*'),
  SHIFTED ('9', '9', '('),

  SHIFTED (VK_OEM_1, ';', ':'),
  SHIFTED (VK_OEM_PLUS, '=', '+'),
  SHIFTED (VK_OEM_COMMA, ',', '<'),
  SHIFTED (VK_OEM_MINUS, '-', '_'),
  SHIFTED (VK_OEM_PERIOD, '.', '>'),
  SHIFTED (VK_OEM_2, '/', '?'),
  SHIFTED (VK_OEM_3, '`', '~'),
  SHIFTED (VK_OEM_4, '[', '{'),
  SHIFTED (VK_OEM_5, '\\', '|'),
  SHIFTED (VK_OEM_6, ']', '}'),
  SHIFTED (VK_OEM_7, '\'', '"'),
  SHIFTED (VK_OEM_102, '\\', '|'),

  PLAIN (VK_SPACE, ' '),
  PLAIN (VK_TAB, '\t'),
  PLAIN (VK_BACK, '\b'),
  PLAIN (VK_ESCAPE, 27),
  PLAIN (VK_RETURN, '\r'),

  PLAIN (VK_ADD, '+'),
  PLAIN (VK_SUBTRACT, '-'),
  PLAIN (VK_MULTIPLY, '*'),
  PLAIN (VK_DIVIDE, '/'),
  PLAIN (VK_DECIMAL, '.'),
  PLAIN (VK_NUMPAD0, '0'),
  PLAIN (VK_NUMPAD1, '1'),
  PLAIN (VK_NUMPAD2, '2'),
  PLAIN (VK_NUMPAD3, '3'),
  PLAIN (VK_NUMPAD4, '4'),
  PLAIN (VK_NUMPAD5, '5'),
  PLAIN (VK_NUMPAD6, '6'),
  PLAIN (VK_NUMPAD7, '7'),
  PLAIN (VK_NUMPAD8, '8'),
  PLAIN (VK_NUMPAD9, '9'),

  { 0, 0, { 0, 0 } },
};

static KeyTable tables[] = {
  { keys, 2, sizeof (Key) },
  { NULL, 0, 0 },
};

static KeyToBits key_to_bits[] = {
  { VK_SHIFT, 1 },
  { VK_CONTROL, 2 },
  { VK_MENU, 4 },
  { 0, 0 },
};

static Modifiers modifiers = { key_to_bits, 3, { 0, 1, 2, 3 } };

static Layout layout = { .modifiers = &modifiers, .tables = tables };

__declspec(dllexport) Layout *KbdLayerDescriptor (void);

__declspec(dllexport) Layout *KbdLayerDescriptor (void)
{
  return &layout;
}
