"""Clipboards as programs fill them: the same cells, each program in its own words."""

from __future__ import annotations

from collections.abc import Sequence

XML_SPREADSHEET = 'application/x-qt-windows-mime;value="XML Spreadsheet"'

_WORKBOOK = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
 <Styles>
  <Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="Calibri" ss:Size="11"/><NumberFormat/></Style>
  <Style ss:ID="s62"><NumberFormat ss:Format="#,##0.00"/></Style>
  <Style ss:ID="s63"><NumberFormat ss:Format="0.0%"/></Style>
  <Style ss:ID="s64"><NumberFormat ss:Format="Short Date"/></Style>
  <Style ss:ID="s65"><Font ss:FontName=".VnTime" ss:Size="13"/></Style>
  <Style ss:ID="s66" ss:Parent="s65"><NumberFormat ss:Format="000000"/></Style>
 </Styles>
 <Worksheet ss:Name="Sheet1">
  <Table ss:ExpandedColumnCount="9" ss:ExpandedRowCount="9" ss:DefaultRowHeight="15">
   <Column ss:Width="120"/>
{rows}  </Table>
 </Worksheet>
 <Worksheet ss:Name="Sheet2"><Table><Row><Cell><Data ss:Type="Number">999</Data></Cell></Row></Table></Worksheet>
</Workbook>
"""


def excel_xml(rows: str) -> bytes:
    """Excel's XML Spreadsheet with these rows, ended by a zero as Windows does."""
    return _WORKBOOK.replace("{rows}", rows).encode() + b"\0"


EXCEL_XML = excel_xml(
    """   <Row ss:AutoFitHeight="0">
    <Cell ss:StyleID="s65"><Data ss:Type="String">§Êt ®ai</Data></Cell>
    <Cell ss:StyleID="s62"><Data ss:Type="Number">1234.5</Data></Cell>
    <Cell><Data ss:Type="Number">0.30000000000000004</Data></Cell>
    <Cell ss:StyleID="s63"><Data ss:Type="Number">0.125</Data></Cell>
   </Row>
   <Row ss:Index="3">
    <Cell ss:Index="2" ss:StyleID="s64"><Data ss:Type="DateTime">2026-09-25T00:00:00.000</Data></Cell>
    <Cell><Data ss:Type="Boolean">1</Data></Cell>
    <Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>
   </Row>
   <Row>
    <Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">Gộp</Data><Comment ss:Author="A"><ss:Data
     xmlns="http://www.w3.org/TR/REC-html40"><B>ghi chú</B></ss:Data></Comment></Cell>
    <Cell ss:StyleID="s66"><Data ss:Type="Number">1234</Data></Cell>
    <Cell><ss:Data ss:Type="String"
     xmlns="http://www.w3.org/TR/REC-html40"><B>Đậm</B><Font> thường</Font></ss:Data></Cell>
   </Row>
   <Row>
    <Cell ss:Index="3"><Data ss:Type="Number">1E-3</Data></Cell>
   </Row>
"""
)
"""Gaps by index, a merged cell with a comment, a date, a boolean, an error, a percentage, leading zeros, rich text."""

EXCEL_HTML = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Excel.Sheet>
<style>
<!--table {mso-displayed-decimal-separator:"\\.";}
td {padding-top:1px; font-family:Calibri, sans-serif; mso-number-format:General;}
.xl65 {font-family:".VnTime", sans-serif;}
.xl66 {mso-number-format:"Short Date";}
.xl67 {mso-number-format:"0\\.0%";}
--></style></head>
<body link=blue>
<table border=0 cellpadding=0 cellspacing=0 width=256>
<!--StartFragment-->
 <col width=64 span=4 style='width:48pt'>
 <tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65 width=64 style='height:15.0pt'>§Êt ®ai</td>
  <td align=right width=64 x:num="1234.5">1,234.50</td>
  <td align=right class=xl67 x:num="0.125">12.5%</td>
  <td class=xl66 align=right x:num="46290">25/09/2026</td>
 </tr>
 <tr height=20>
  <td rowspan=2 height=40>Thôn
  Đông&nbsp;Hà</td>
  <td colspan=2 style='mso-ignore:colspan'></td>
  <td x:err="#N/A">#N/A</td>
 </tr>
 <tr height=20>
  <td height=20 x:str="'0123">0123</td>
  <td colspan=2 x:bool="TRUE">TRUE</td>
 </tr>
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'><td width=64></td><td width=64></td><td width=64></td><td width=64></td></tr>
 <![endif]>
<!--EndFragment-->
</table>
</body></html>""".encode()

WPS_HTML = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:et="urn:schemas-wps-cn:et" xmlns:x="urn:x">
<head><meta name="ProgId" content="ET.Sheet"/><meta name="Generator" content="WPS Spreadsheets"/>
<style>.et2 { font-family:"VNI-Times"; mso-number-format:"General"; }</style></head>
<body><!--StartFragment--><table width="144" style='border-collapse:collapse;'>
<tr height="19"><td class="et2" height="19" width="72" x:str>Thoân Ñoâng</td><td x:num>120</td>
<td x:num="1500.25">1,500.25</td></tr></table><!--EndFragment--></body></html>""".encode()

LIBREOFFICE_HTML = """<!DOCTYPE html>
<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<meta name="generator" content="LibreOffice 24.2 (Linux)"/></head>
<body><table cellspacing="0" border="0">
	<colgroup width="85"></colgroup>
	<tr>
		<td height="17" align="left"><font face="Liberation Sans">Đất đai</font></td>
		<td align="right" sdval="1234.5" sdnum="1066;0;#.##0,00">1.234,50</td>
		<td align="right" sdval="0.125" sdnum="1066;0;0,0%"><font color="#000000">12,5%</font></td>
		<td align="right" sdval="46290" sdnum="1066;1066;DD/MM/YYYY">25/09/2026</td>
		<td align="left" sdval="1" sdnum="1066;0;BOOLEAN">TRUE</td>
	</tr>
	<tr>
		<td align="left" sdnum="1066;0;@">0123</td>
		<td align="left"><br></td>
		<td align="left">#DIV/0!</td>
		<td colspan=2 align="left">hai<br>dòng</td>
	</tr>
</table></body></html>""".encode()

SHEETS_HTML = b"""<meta charset='utf-8'><google-sheets-html-origin><style><!--td {border: 1px solid}--></style>
<table dir="ltr" data-sheets-root="1"><colgroup><col width="100"/></colgroup><tbody><tr style="height:21px;">
<td data-sheets-value="{&quot;1&quot;:2,&quot;2&quot;:&quot;0123&quot;}">0123</td>
<td data-sheets-value="{&quot;1&quot;:3,&quot;3&quot;:1234.5}">1,234.50</td>
<td data-sheets-value="{&quot;1&quot;:3,&quot;3&quot;:0.125}"
 data-sheets-numberformat="{&quot;1&quot;:3,&quot;2&quot;:&quot;0.0%&quot;}">12.5%</td>
<td data-sheets-value="{&quot;1&quot;:3,&quot;3&quot;:46290}"
 data-sheets-numberformat="{&quot;1&quot;:5}">9/25/2026</td>
<td data-sheets-value="{&quot;1&quot;:4,&quot;4&quot;:1}">TRUE</td></tr></tbody></table>"""

WORD_HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Bang</title>
<style><!-- p.MsoNormal, li.MsoNormal {font-family:"Times New Roman",serif;}
 p.Cu {font-family:.VnTime;} --></style></head>
<body><!--StartFragment--><p class=MsoNormal>Biểu số 1</p><table class=MsoNormalTable border=1>
 <tr style='height:15pt'><td width=100 valign=top><p class=Cu align=center><b><span
  style='font-size:13.0pt'>§Êt<o:p></o:p></span></b></p></td>
  <td><p class=MsoNormal>1.234<o:p></o:p></p></td><td><p class=MsoNormal>một</p><p class=MsoNormal>hai</p></td></tr>
 <![if !supportMisalignedColumns]><tr height=0><td width=100></td><td width=90></td><td width=80></td></tr><![endif]>
</table><!--EndFragment--></body></html>""".encode()


def excel_xml_of(figures: Sequence[Sequence[str]]) -> bytes:
    """Excel's XML Spreadsheet with lines of numbers."""
    cells = (
        "".join(f'<Cell ss:StyleID="s62"><Data ss:Type="Number">{one}</Data></Cell>' for one in line)
        for line in figures
    )
    return excel_xml("".join(f'<Row ss:AutoFitHeight="0">{line}</Row>\n' for line in cells))


def clipboard(**formats: bytes):  # type: ignore[no-untyped-def]  # what read_clipboard takes, to be unpacked
    """Names and a fetch, by `xml`, `html` and `text`; what was fetched is kept in its `fetched`."""
    named = {"xml": XML_SPREADSHEET, "html": "text/html", "text": "text/plain"}
    held = {named[name]: data for name, data in formats.items()}

    def fetch(name: str) -> bytes:
        fetch.fetched.append(name)  # type: ignore[attr-defined]  # a list hung on the function
        return held[name]

    fetch.fetched = []  # type: ignore[attr-defined]  # as above
    return ["application/x-other", *held], fetch
