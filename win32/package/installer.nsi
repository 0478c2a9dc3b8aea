; SPDX-FileCopyrightText: the Soquete authors
; SPDX-License-Identifier: GPL-3.0-or-later
;
; The installer, for one person and without rights of an administrator.
; package.sh runs it: makensis -DVERSION=… -DBUNDLE=… -DLISTS=… -DOUTPUT=…
;
;   soquete-…-setup.exe /S            installs without a question
;   soquete-…-setup.exe /S /NOIRC     and leaves irc: links to others
;   soquete-…-setup.exe /S /D=C:\…    into that folder

; The usual stub is a program of 32 bits; Wine without those does nothing with
; it, and says that it went well.
Target amd64-unicode

!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "MUI2.nsh"
!include "Sections.nsh"

!define REMOVE_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Soquete"
!define CAPABILITIES "Software\Soquete\Capabilities"

Name "Soquete"
OutFile "${OUTPUT}"
BrandingText "Soquete ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Soquete"
InstallDirRegKey HKCU "${REMOVE_KEY}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey "FileDescription" "Soquete setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "the Soquete authors, GNU GPL 3 or later"
VIAddVersionKey "ProductName" "Soquete"
VIAddVersionKey "ProductVersion" "${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\bin\soquete.exe"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "PortugueseBR"
!insertmacro MUI_LANGUAGE "Spanish"

LangString DESKTOP ${LANG_ENGLISH} "Icon on the desktop"
LangString DESKTOP ${LANG_PORTUGUESEBR} "Ícone na área de trabalho"
LangString DESKTOP ${LANG_SPANISH} "Icono en el escritorio"
LangString LINKS ${LANG_ENGLISH} "Open irc: and ircs: links"
LangString LINKS ${LANG_PORTUGUESEBR} "Abrir links irc: e ircs:"
LangString LINKS ${LANG_SPANISH} "Abrir enlaces irc: e ircs:"
LangString CLOSE_FIRST ${LANG_ENGLISH} "Soquete is running. Please close its windows, then try again."
LangString CLOSE_FIRST ${LANG_PORTUGUESEBR} "O Soquete está em execução. Feche as janelas dele e tente de novo."
LangString CLOSE_FIRST ${LANG_SPANISH} "Soquete está en ejecución. Cierre sus ventanas e inténtelo de nuevo."
LangString STAYS ${LANG_ENGLISH} "Another program still uses some of Soquete's files. They stay in $INSTDIR; delete that folder when you have started the computer again."
LangString STAYS ${LANG_PORTUGUESEBR} "Outro programa ainda usa alguns arquivos do Soquete. Eles ficam em $INSTDIR; apague essa pasta depois de reiniciar o computador."
LangString STAYS ${LANG_SPANISH} "Otro programa aún usa algunos archivos de Soquete. Quedan en $INSTDIR; borre esa carpeta después de reiniciar el equipo."

; A running program cannot be replaced: then nothing is touched.
!macro WaitForItsEnd
  ${If} ${FileExists} "$INSTDIR\bin\soquete.exe"
    ${Do}
      ClearErrors
      FileOpen $0 "$INSTDIR\bin\soquete.exe" a
      ${IfNot} ${Errors}
        FileClose $0
        ${Break}
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(CLOSE_FIRST)" /SD IDCANCEL IDRETRY +3
      SetErrorLevel 2
      Abort
    ${Loop}
  ${EndIf}
!macroend

; The program's bus ends by itself, ten seconds after the last window; later if
; another program with GLib found it and speaks through it.
!macro WaitForTheBus
  ${For} $1 1 40
    ${IfNot} ${FileExists} "$INSTDIR\bin\gdbus.exe"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\bin\gdbus.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    Sleep 500
  ${Next}
!macroend

!macro AddProtocol name
  WriteRegStr HKCU "Software\Classes\${name}" "" "URL:${name}"
  WriteRegStr HKCU "Software\Classes\${name}" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\${name}\DefaultIcon" "" "$INSTDIR\bin\soquete.exe,0"
  WriteRegStr HKCU "Software\Classes\${name}\shell\open\command" "" \
    '"$INSTDIR\bin\soquete.exe" "%1"'
  WriteRegStr HKCU "${CAPABILITIES}\UrlAssociations" "${name}" "${name}"
!macroend

; Another program may have taken the links since.
!macro RemoveProtocol name
  ReadRegStr $0 HKCU "Software\Classes\${name}\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\bin\soquete.exe" "%1"'
    DeleteRegKey HKCU "Software\Classes\${name}"
  ${EndIf}
!macroend

Section "Soquete" Program
  SectionIn RO
  !insertmacro WaitForItsEnd
  !insertmacro WaitForTheBus
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Soquete.lnk" "$INSTDIR\bin\soquete.exe"

  WriteRegStr HKCU "${REMOVE_KEY}" "DisplayName" "Soquete"
  WriteRegStr HKCU "${REMOVE_KEY}" "DisplayIcon" "$INSTDIR\bin\soquete.exe,0"
  WriteRegStr HKCU "${REMOVE_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVE_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVE_KEY}" "Publisher" "the Soquete authors"
  WriteRegStr HKCU "${REMOVE_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVE_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVE_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVE_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${REMOVE_KEY}" "EstimatedSize" $0
SectionEnd

Section "$(LINKS)" Links
  !insertmacro AddProtocol "irc"
  !insertmacro AddProtocol "ircs"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "Soquete"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "A desktop chat"
  WriteRegStr HKCU "Software\RegisteredApplications" "Soquete" "${CAPABILITIES}"
SectionEnd

Section /o "$(DESKTOP)" Desktop
  CreateShortcut "$DESKTOP\Soquete.lnk" "$INSTDIR\bin\soquete.exe"
SectionEnd

Function .onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/NOIRC" $1
  ${IfNot} ${Errors}
    !insertmacro UnselectSection ${Links}
  ${EndIf}
FunctionEnd

; Only what was installed goes, by name: the folder may be one that the person
; has used for more. What people said and set is elsewhere and stays.
Section "Uninstall"
  !insertmacro WaitForItsEnd
  !insertmacro WaitForTheBus
  !include "${LISTS}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Soquete.lnk"
  Delete "$DESKTOP\Soquete.lnk"
  !insertmacro RemoveProtocol "irc"
  !insertmacro RemoveProtocol "ircs"
  DeleteRegKey HKCU "${CAPABILITIES}"
  DeleteRegKey /ifempty HKCU "Software\Soquete"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Soquete"
  DeleteRegKey HKCU "${REMOVE_KEY}"
  ${If} ${FileExists} "$INSTDIR\bin\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "$(STAYS)" /SD IDOK
  ${EndIf}
SectionEnd
