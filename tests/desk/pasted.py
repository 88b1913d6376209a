# ruff: noqa: E501 (as the programs write it)
"""What clipboards hold: the same few words as Word and Google Docs hand them over."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pasted:
    """``html`` as a program puts it on the clipboard; the ``(tag, text)`` of the blocks it stands for."""

    html: str
    blocks: list


WORD = Pasted(
    """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>Release</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm;} @page WordSection1 {size:595.3pt 841.9pt;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span lang=EN-US style='mso-fareast-font-family:Calibri'>The ministers meet<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:8.0pt'><b style='mso-bidi-font-weight:normal'><span lang=EN-US>BA</span></b><b><span
lang=EN-US>KU</span></b><span lang=EN-US style='font-size:12.0pt'>, 3 November. The&nbsp;&nbsp; minister<o:p></o:p></span>
said <i>yes</i> to <a href="https://example.org/text" style='color:blue'>the text</a>.</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>trade,<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span>steel,</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;
</span></span>transport.</p>
<p class=MsoNormal><img width=200 height=100 src="file:///C:/Users/x/image001.png"></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'><tr style='height:10pt'>
<td width=100 style='border:solid windowtext 1.0pt'><p class=MsoNormal><b>Item</b></p></td>
<td><p class=MsoNormal>Value<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>Trade</p></td><td><p>5&nbsp;km</p></td></tr>
</table><!--EndFragment--></body></html>""",
    [
        ("h2", "The ministers meet"),
        ("p", "BAKU, 3 November. The minister said yes to the text."),
        ("ul", "trade, steel, transport."),
        ("table", "Item Value Trade 5 km"),
    ],
)
DOCS = Pasted(
    """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-7f3a"><h2 dir="ltr"
style="line-height:1.38"><span style="font-size:16pt;font-weight:400">The ministers meet</span></h2><p dir="ltr"
style="line-height:1.38;margin-top:0pt"><span style="font-weight:400;white-space:pre-wrap">They agreed </span><span
style="font-weight:700;font-style:italic">at once</span><span style="font-weight:400">.</span></p><br /><ol
style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>First</span></p></li></ol><div
dir="ltr" align="left"><table style="border:none"><colgroup><col width="312" /></colgroup><tbody><tr><td><p><span>A</span></p>
</td><td><p><span>B</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline">""",
    [("h2", "The ministers meet"), ("p", "They agreed at once."), ("ol", "First"), ("table", "A B")],
)
