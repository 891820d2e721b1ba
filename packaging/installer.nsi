; The installer: for one person, without administrator rights, in Vietnamese and English.
;   makensis -DFILES=….nsh -DVERSION=0.1.0 -DOUTPUT=….exe -DICON=….ico [-DSIGN="program that signs the file named last"] installer.nsi
; What the person typed lies in %LOCALAPPDATA%\SoBaoCao and is not touched, neither by an upgrade nor, unless asked, by removal.

Target amd64-unicode
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma
SetCompressorDictSize 64
CRCCheck force
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define NAME "Sổ Báo Cáo"
!define KEY "SoBaoCao"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${KEY}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define BUNDLE "SoBaoCao.Bundle"

!ifdef SIGN
  !uninstfinalize `${SIGN} "%1"` = 0
!endif

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\${KEY}"
InstallDirRegKey HKCU "Software\${KEY}" "Folder"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\SoBaoCao.exe"
!define MUI_COMPONENTSPAGE_SMALLDESC
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString Program ${LANG_VIETNAMESE} "Chương trình"
LangString Program ${LANG_ENGLISH} "The program"
LangString ProgramSays ${LANG_VIETNAMESE} "Chương trình, biểu tượng trong menu Start và mục gỡ cài đặt."
LangString ProgramSays ${LANG_ENGLISH} "The program, its Start menu entry and its removal entry."
LangString Desktop ${LANG_VIETNAMESE} "Biểu tượng trên màn hình nền"
LangString Desktop ${LANG_ENGLISH} "An icon on the desktop"
LangString AtStart ${LANG_VIETNAMESE} "Mở cùng Windows"
LangString AtStart ${LANG_ENGLISH} "Start with Windows"
LangString AtStartSays ${LANG_VIETNAMESE} "Tự mở khi đăng nhập, để số liệu được đồng bộ sớm và không quên hạn gửi."
LangString AtStartSays ${LANG_ENGLISH} "Opens when you sign in, so that figures are synchronised early and no deadline is missed."
LangString Needs64 ${LANG_VIETNAMESE} "Cần Windows 10 (bản 1703) trở lên, 64 bit. Chưa có gì được cài đặt."
LangString Needs64 ${LANG_ENGLISH} "Windows 10 (version 1703) or newer, 64 bit, is needed. Nothing was installed."
LangString NotOurs ${LANG_VIETNAMESE} "Thư mục $INSTDIR có tệp của chương trình khác. Chưa có gì được cài đặt. Hãy chuyển các tệp ấy sang chỗ khác rồi chạy lại bộ cài."
LangString NotOurs ${LANG_ENGLISH} "The folder $INSTDIR holds other files. Nothing was installed. Move those files elsewhere, then run the installer again."
LangString Newer ${LANG_VIETNAMESE} "Máy này đang dùng phiên bản $Installed, mới hơn phiên bản ${VERSION} của bộ cài này. Chưa có gì thay đổi, số liệu vẫn nguyên."
LangString Newer ${LANG_ENGLISH} "Version $Installed is in use here, which is newer than ${VERSION} of this installer. Nothing was changed."
LangString InUse ${LANG_VIETNAMESE} "Chương trình đang mở và chưa đóng được. Số liệu đã nhập vẫn an toàn. Hãy đóng Sổ Báo Cáo rồi bấm Thử lại."
LangString InUse ${LANG_ENGLISH} "The program is open and could not be closed. What was typed is safe. Close it, then choose Retry."
LangString AskData ${LANG_VIETNAMESE} "Xóa cả số liệu trên máy này?$\r$\n$\r$\nSố liệu chưa đồng bộ sẽ mất hẳn. Chọn Không để giữ lại: khi cài lại, mọi báo cáo còn nguyên."
LangString AskData ${LANG_ENGLISH} "Delete the figures on this computer too?$\r$\n$\r$\nWhat is not synchronised would be lost for ever. Choose No to keep them: after installing again every report is there."
LangString BundleType ${LANG_VIETNAMESE} "Gói báo cáo Sổ Báo Cáo"
LangString BundleType ${LANG_ENGLISH} "Report bundle"

; The version in use, empty for none.
Var Installed
; 1 where the program was asked to close; a virus scanner that holds its file is not the program.
Var WasOpen

; Asks the program to close (it saves at once and closes by itself), and waits; what is typed is on the disk already.
!macro CloseProgram un
Function ${un}CloseProgram
  StrCpy $0 0
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\SoBaoCao.exe"
      Return
    ${EndIf}
    ClearErrors
    FileOpen $1 "$INSTDIR\SoBaoCao.exe" a
    ${IfNot} ${Errors}
      FileClose $1
      Return
    ${EndIf}
    ${If} $0 = 0
      nsExec::Exec 'taskkill /IM SoBaoCao.exe'
      Pop $2
      ${If} $2 == 0
        StrCpy $WasOpen 1
      ${EndIf}
    ${EndIf}
    ${If} $0 >= 40
      nsExec::Exec 'taskkill /F /IM SoBaoCao.exe'
      Pop $2
    ${EndIf}
    ${If} $0 >= 60
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(InUse)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 5
      Abort
      again:
      StrCpy $0 0
    ${EndIf}
    Sleep 250
    IntOp $0 $0 + 1
  ${Loop}
FunctionEnd
!macroend
!insertmacro CloseProgram ""
!insertmacro CloseProgram "un."

; Puts into $Installed what runs here: what was installed, or what an update brought beside it since.
Function FindInstalled
  ${IfNot} ${FileExists} "$INSTDIR\SoBaoCao.exe"
    Return
  ${EndIf}
  ReadRegStr $Installed HKCU "${UNINSTALL}" "DisplayVersion"
  ClearErrors
  FileOpen $0 "$INSTDIR\versions\switch.json" r
  ${If} ${Errors}
    Return
  ${EndIf}
  FileRead $0 $1
  FileClose $0
  ${WordFind2X} "$1" '"current":"' '"' "+1" $2
  ${VersionCompare} "$2" "$Installed" $0
  ${If} $2 != $1
  ${AndIf} $0 = 1
    StrCpy $Installed $2
  ${EndIf}
FunctionEnd

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 15063
    MessageBox MB_OK|MB_ICONSTOP "$(Needs64)" /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
  ; The whole folder is taken away at an upgrade: it must be ours alone.
  ${DirState} "$INSTDIR" $0
  ${If} $0 = 1
  ${AndIfNot} ${FileExists} "$INSTDIR\SoBaoCao.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\uninstall.exe"
    MessageBox MB_OK|MB_ICONSTOP "$(NotOurs)" /SD IDOK
    SetErrorLevel 4
    Abort
  ${EndIf}
  ; An older program would not understand the figures that a newer one has kept.
  Call FindInstalled
  ${VersionCompare} "$Installed" "${VERSION}" $0
  ${If} $Installed != ""
  ${AndIf} $0 = 1
    MessageBox MB_OK|MB_ICONSTOP "$(Newer)" /SD IDOK
    SetErrorLevel 7
    Abort
  ${EndIf}
FunctionEnd

Section "-$(Program)" SectionProgram
  Call CloseProgram
  ; The new files go beside the old ones and take their place at once: a power cut leaves one whole program or the other.
  RMDir /r "$INSTDIR.new"
  !include "${FILES}"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.old"
  ${If} ${FileExists} "$INSTDIR\*.*"
    ClearErrors
    Rename "$INSTDIR" "$INSTDIR.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR.new"
      MessageBox MB_OK|MB_ICONSTOP "$(InUse)" /SD IDOK
      SetErrorLevel 5
      Abort
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    Rename "$INSTDIR.old" "$INSTDIR"
    SetErrorLevel 6
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR.old"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\SoBaoCao.exe"
  WriteRegStr HKCU "Software\${KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.sbc" "" "${BUNDLE}"
  WriteRegStr HKCU "Software\Classes\${BUNDLE}" "" "$(BundleType)"
  WriteRegStr HKCU "Software\Classes\${BUNDLE}\DefaultIcon" "" "$INSTDIR\SoBaoCao.exe,0"
  WriteRegStr HKCU "Software\Classes\${BUNDLE}\shell\open\command" "" '"$INSTDIR\SoBaoCao.exe" gui --bundle "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\SoBaoCao.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; Who installs silently is not asked on a last page whether to open it: it is as open as it was.
Function .onInstSuccess
  ${If} ${Silent}
  ${AndIf} $WasOpen = 1
    Exec '"$INSTDIR\SoBaoCao.exe"'
  ${EndIf}
FunctionEnd

Section /o "$(Desktop)" SectionDesktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\SoBaoCao.exe"
SectionEnd

Section /o "$(AtStart)" SectionAtStart
  WriteRegStr HKCU "${RUN}" "${KEY}" '"$INSTDIR\SoBaoCao.exe"'
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "$(ProgramSays)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionAtStart} "$(AtStartSays)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function un.onInit
  SetShellVarContext current
FunctionEnd

; The keys to the figures, from the person's keyring.
!macro ForgetKey name
  System::Call 'advapi32::CredDeleteW(w "${name}sobaocao:$LOCALAPPDATA\SoBaoCao", i 1, i 0)'
!macroend

Section "Uninstall"
  Call un.CloseProgram
  RMDir /r "$INSTDIR\versions"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\SoBaoCao.exe"
  Delete "$INSTDIR\sobaocao-cli.exe"
  Delete "$INSTDIR\LICENSES.txt"
  Delete "$INSTDIR\files.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegValue HKCU "${RUN}" "${KEY}"
  DeleteRegKey HKCU "Software\Classes\${BUNDLE}"
  ReadRegStr $0 HKCU "Software\Classes\.sbc" ""
  ${If} $0 == "${BUNDLE}"
    DeleteRegKey HKCU "Software\Classes\.sbc"
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${KEY}"
  ; /DATA says it without being asked.
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DATA" $1
  ${If} ${Errors}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(AskData)" /SD IDNO IDNO keep
  ${EndIf}
  RMDir /r "$LOCALAPPDATA\SoBaoCao"
  !insertmacro ForgetKey ""
  !insertmacro ForgetKey "store-key@"
  !insertmacro ForgetKey "device-key@"
  !insertmacro ForgetKey "device-token@"
  keep:
SectionEnd
