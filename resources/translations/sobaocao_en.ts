<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>Act</name>
    <message>
        <source>chốt</source>
        <translation>seal</translation>
    </message>
    <message>
        <source>ký</source>
        <translation>sign</translation>
    </message>
    <message>
        <source>gửi báo cáo</source>
        <translation>submit the report</translation>
    </message>
    <message>
        <source>hủy chốt</source>
        <translation>unseal</translation>
    </message>
    <message>
        <source>sửa số liệu</source>
        <translation>edit figures</translation>
    </message>
    <message>
        <source>tiếp nhận</source>
        <translation>receive</translation>
    </message>
    <message>
        <source>trả lại</source>
        <translation>return</translation>
    </message>
    <message>
        <source>chấp nhận</source>
        <translation>accept</translation>
    </message>
    <message>
        <source>ghi chú</source>
        <translation>note</translation>
    </message>
    <message>
        <source>chuyển phiên bản biểu</source>
        <translation>move to another form version</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Có dòng</source>
        <translation>Row there</translation>
    </message>
    <message>
        <source>Không có dòng</source>
        <translation>No row</translation>
    </message>
    <message>
        <source>(trống)</source>
        <translation>(blank)</translation>
    </message>
    <message>
        <source>cả dòng</source>
        <translation>whole row</translation>
    </message>
    <message>
        <source>Giải trình</source>
        <translation>Explanation</translation>
    </message>
    <message>
        <source>Tệp đính kèm</source>
        <translation>Attachment</translation>
    </message>
    <message>
        <source>dòng {line}, cột ({number})</source>
        <translation>row {line}, column ({number})</translation>
    </message>
    <message>
        <source>cột ({number})</source>
        <translation>column ({number})</translation>
    </message>
    <message>
        <source>dòng {line}</source>
        <translation>row {line}</translation>
    </message>
    <message>
        <source>Sửa ở hai nơi · {count} chỗ</source>
        <translation>Edited in two places · {count}</translation>
    </message>
    <message>
        <source>Người giữ: {owners}</source>
        <translation>With: {owners}</translation>
    </message>
    <message>
        <source>Đã nhắn đơn vị nhận lúc {time}: “{text}”.</source>
        <translation>The receiver was told at {time}: “{text}”.</translation>
    </message>
    <message>
        <source>Bị từ chối</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Ô này đã mang số khác</source>
        <translation>The cell holds another figure by now</translation>
    </message>
    <message>
        <source>Báo cáo đã mở lại: bấm Đồng bộ lại, các số này đi thành một lần sửa mới.</source>
        <translation>The report is open again: press Sync again, and these figures go as a new edit.</translation>
    </message>
    <message>
        <source>Xong chỗ vướng thì bấm Đồng bộ lại: các số này đi thành một lần sửa mới.</source>
        <translation>Once that is mended, press Sync again: these figures go as a new edit.</translation>
    </message>
    <message>
        <source>Việc này không tự làm lại: mở báo cáo, xem lại rồi làm lại nếu vẫn đúng.</source>
        <translation>This is never done again by itself: open the report, look, and do it again if it still holds.</translation>
    </message>
    <message>
        <source>Báo cáo đang ở trạng thái “{state}”; hủy chốt xong mới đồng bộ lại được.</source>
        <translation>The report is “{state}”; it can be synced again once it is unsealed.</translation>
    </message>
    <message>
        <source>Báo cáo đang ở trạng thái “{state}”; mở khóa xong mới đồng bộ lại được.</source>
        <translation>The report is “{state}”; it can sync again once it is unlocked.</translation>
    </message>
    <message>
        <source>Mở báo cáo và gõ số vào đúng ô của phiên bản biểu hiện nay.</source>
        <translation>Open the report and type the figures into the right cells of the form&apos;s present edition.</translation>
    </message>
    <message>
        <source>vừa xong</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>{count} phút</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} giờ</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} ngày</source>
        <translation>{count} days</translation>
    </message>
    <message>
        <source>Vướng mắc</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>Không có vướng mắc nào</source>
        <translation>Nothing needs you</translation>
    </message>
    <message>
        <source>Chỗ sửa ở hai nơi, số bị hệ thống từ chối và câu hỏi của cấp trên sẽ hiện ở đây.</source>
        <translation>What was edited in two places, what the system refused and questions from above appear here.</translation>
    </message>
    <message>
        <source>Xuất các số bị từ chối</source>
        <translation>Export the refused figures</translation>
    </message>
    <message>
        <source>Một dòng chỉ có giữ (1) hoặc bỏ (2).</source>
        <translation>A row is kept (1) or left out (2).</translation>
    </message>
    <message>
        <source>Ghi lý do rồi bấm Enter: lý do đi cùng quyết định.</source>
        <translation>Write a reason and press Enter: it goes with the decision.</translation>
    </message>
    <message>
        <source>Số trên hệ thống vừa đổi: xem lại rồi chọn lại chỗ đó.</source>
        <translation>The system&apos;s figure has just changed: look again and choose that one again.</translation>
    </message>
    <message>
        <source>Số tự gõ chưa đọc được: sửa lại chỗ đó.</source>
        <translation>The figure you typed cannot be read: correct it there.</translation>
    </message>
    <message>
        <source>Chưa chọn chỗ nào. Bấm 1 lấy số của đơn vị, 2 lấy số trên hệ thống.</source>
        <translation>Nothing is chosen yet. Press 1 for the office&apos;s figure, 2 for the system&apos;s.</translation>
    </message>
    <message>
        <source>Đã quyết định {count} chỗ. Cả hai số và lý do còn trong Lịch sử sửa; muốn đổi lại, sửa ô như thường.</source>
        <translation>{count} decided. Both figures and the reason stay in the history; to change it, edit the cell as usual.</translation>
    </message>
    <message>
        <source>Đã đưa vào hàng chờ đồng bộ lại. Nếu hệ thống đã có số khác, ô đó hiện ở đây.</source>
        <translation>Waiting to sync again. Where the system has another figure by now, the cell shows up here.</translation>
    </message>
    <message>
        <source>Đã bỏ. Số đã gõ và lý do còn trong Lịch sử sửa.</source>
        <translation>Let go. What was typed and the reason stay in the history.</translation>
    </message>
    <message>
        <source>Đã xin mở khóa. Đơn vị nhận đọc được sau lần đồng bộ tới.</source>
        <translation>Unlock asked for. The receiver reads it after the next sync.</translation>
    </message>
    <message>
        <source>Xin mở khóa: {reason}</source>
        <translation>Unlock asked for: {reason}</translation>
    </message>
    <message>
        <source>Số bị từ chối</source>
        <translation>Refused figures</translation>
    </message>
    <message>
        <source>Đã ghi {count} dòng vào {name}.</source>
        <translation>{count} lines written to {name}.</translation>
    </message>
    <message>
        <source>{count} ô sẽ theo số trên hệ thống.</source>
        <translation>{count} cells will follow the system&apos;s figures.</translation>
    </message>
    <message>
        <source>Bỏ mục bị từ chối này?</source>
        <translation>Let go of this refused entry?</translation>
    </message>
    <message>
        <source>Không gì bị xóa: những gì đã gõ còn trong Lịch sử sửa, kèm lý do.</source>
        <translation>Nothing is deleted: what was typed stays in the history, with the reason.</translation>
    </message>
    <message>
        <source>Bỏ mục này</source>
        <translation>Let go</translation>
    </message>
    <message>
        <source>Để lại</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>Lý do</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Xin mở khóa báo cáo?</source>
        <translation>Ask for the report to be unlocked?</translation>
    </message>
    <message>
        <source>Báo cáo đang ở đơn vị nhận, nên chỉ nơi đó mở được: bằng cách trả lại.</source>
        <translation>The report is with its receiver, who alone can open it: by returning it.</translation>
    </message>
    <message>
        <source>Lời xin là một ghi chú của báo cáo; đơn vị nhận đọc được sau lần đồng bộ tới.</source>
        <translation>The request is a note on the report; the receiver reads it after the next sync.</translation>
    </message>
    <message>
        <source>Xin mở khóa</source>
        <translation>Ask for unlock</translation>
    </message>
    <message>
        <source>Không xin</source>
        <translation>Don&apos;t ask</translation>
    </message>
    <message>
        <source>Báo cáo</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Việc</source>
        <translation>Act</translation>
    </message>
    <message>
        <source>Ô</source>
        <translation>Cell</translation>
    </message>
    <message>
        <source>Số đã gõ</source>
        <translation>As typed</translation>
    </message>
    <message>
        <source>Số trên hệ thống</source>
        <translation>In the system</translation>
    </message>
    <message>
        <source>Người gõ</source>
        <translation>Typed by</translation>
    </message>
    <message>
        <source>Lúc</source>
        <translation>At</translation>
    </message>
    <message>
        <source>Vì sao bị từ chối</source>
        <translation>Why it was refused</translation>
    </message>
    <message>
        <source>Để sau</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>số của đơn vị</source>
        <translation>the office&apos;s figure</translation>
    </message>
    <message>
        <source>số trên hệ thống</source>
        <translation>the system&apos;s figure</translation>
    </message>
    <message>
        <source>số khác</source>
        <translation>another figure</translation>
    </message>
    <message>
        <source>Hệ thống vừa đổi số, chọn lại</source>
        <translation>The system&apos;s figure changed, choose again</translation>
    </message>
    <message>
        <source>Giữ dòng</source>
        <translation>Keep the row</translation>
    </message>
    <message>
        <source>Bỏ dòng</source>
        <translation>Remove the row</translation>
    </message>
    <message>
        <source>Từ hệ thống</source>
        <translation>From the system</translation>
    </message>
    <message>
        <source>{count} ô</source>
        <translation>{count} cells</translation>
    </message>
    <message>
        <source>Câu hỏi của cấp trên</source>
        <translation>Questions from above</translation>
    </message>
    <message>
        <source>{office} trả lại báo cáo, {time}:</source>
        <translation>{office} returned the report, {time}:</translation>
    </message>
    <message>
        <source>Ctrl+O, hoặc bấm đúp vào dòng</source>
        <translation>Ctrl+O, or double-click the row</translation>
    </message>
    <message>
        <source>Mở báo cáo tại ô này</source>
        <translation>Open the report at this cell</translation>
    </message>
    <message>
        <source>Lý do của quyết định (phải ghi)</source>
        <translation>Reason for the decision (required)</translation>
    </message>
    <message>
        <source>Chọn hoặc gõ lý do</source>
        <translation>Choose or type a reason</translation>
    </message>
    <message>
        <source>Lấy tất cả của đơn vị</source>
        <translation>Take all the office&apos;s</translation>
    </message>
    <message>
        <source>Lấy tất cả trên hệ thống</source>
        <translation>Take all the system&apos;s</translation>
    </message>
    <message>
        <source>1, ← đơn vị · 2, → hệ thống · 3 gõ số khác · 0 để sau · Enter ghi</source>
        <translation>1, ← office · 2, → system · 3 another · 0 later · Enter records</translation>
    </message>
    <message>
        <source>Ghi {count} quyết định</source>
        <translation>Record {count} decisions</translation>
    </message>
    <message>
        <source>Ghi quyết định</source>
        <translation>Record decisions</translation>
    </message>
    <message>
        <source>Số đã gõ, chưa được nhận</source>
        <translation>As typed, not taken</translation>
    </message>
    <message>
        <source>Các ô bị từ chối</source>
        <translation>Refused cells</translation>
    </message>
    <message>
        <source>Đồng bộ lại</source>
        <translation>Sync again</translation>
    </message>
    <message>
        <source>Mở báo cáo</source>
        <translation>Open the report</translation>
    </message>
    <message>
        <source>Xin mở khóa…</source>
        <translation>Ask for unlock…</translation>
    </message>
    <message>
        <source>Xuất Excel…</source>
        <translation>Export to Excel…</translation>
    </message>
    <message>
        <source>Bỏ mục này…</source>
        <translation>Let go…</translation>
    </message>
    <message>
        <source>Hai bản lời văn, từ khác nhau gạch dưới</source>
        <translation>Both versions of the text, differing words underlined</translation>
    </message>
    <message>
        <source>Bản của đơn vị</source>
        <translation>The office&apos;s version</translation>
    </message>
    <message>
        <source>Bản trên hệ thống</source>
        <translation>The system&apos;s version</translation>
    </message>
    <message>
        <source>Gốc</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Lời văn sẽ ghi</source>
        <translation>The text to be kept</translation>
    </message>
    <message>
        <source>Lấy bản này</source>
        <translation>Take this version</translation>
    </message>
    <message>
        <source>Không lấy</source>
        <translation>Take nothing</translation>
    </message>
    <message>
        <source>Đã đối chiếu sổ gốc</source>
        <translation>Checked against the register</translation>
    </message>
    <message>
        <source>Đã đối chiếu hồ sơ</source>
        <translation>Checked against the files</translation>
    </message>
    <message>
        <source>Số của đơn vị mới hơn</source>
        <translation>The office&apos;s figure is newer</translation>
    </message>
    <message>
        <source>Số trên hệ thống mới hơn</source>
        <translation>The system&apos;s figure is newer</translation>
    </message>
    <message>
        <source>Gõ nhầm</source>
        <translation>Mistyped</translation>
    </message>
    <message>
        <source>Cộng số của hai người</source>
        <translation>Both people&apos;s figures added up</translation>
    </message>
    <message>
        <source>Câu hỏi</source>
        <translation>Question</translation>
    </message>
    <message>
        <source>Các ô được hỏi</source>
        <translation>The cells asked about</translation>
    </message>
    <message>
        <source>Sửa số hoặc viết giải thích vào ghi chú của ô (Shift+F2), rồi chốt và gửi lại: câu hỏi tự khép khi chốt.</source>
        <translation>Change the figure or explain it in a note beside the cell (Shift+F2), then seal and submit again: the seal settles the question.</translation>
    </message>
    <message>
        <source>Trả lời tại ô này</source>
        <translation>Answer at this cell</translation>
    </message>
    <message>
        <source>Các chỗ sửa ở hai nơi</source>
        <translation>Edited in two places</translation>
    </message>
    <message>
        <source>1 · Số của đơn vị</source>
        <translation>1 · The office&apos;s</translation>
    </message>
    <message>
        <source>2 · Số trên hệ thống</source>
        <translation>2 · The system&apos;s</translation>
    </message>
    <message>
        <source>Quyết định</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>Số khác cho {where}</source>
        <translation>Another figure for {where}</translation>
    </message>
    <message>
        <source>máy khác</source>
        <translation>another computer</translation>
    </message>
    <message>
        <source>Chờ ở máy khác · {count} chỗ</source>
        <translation>Waits on another computer · {count} places</translation>
    </message>
    <message>
        <source>Chờ {owner} quyết định ở {device}, từ {time}.</source>
        <translation>Waits for {owner} to decide on {device}, since {time}.</translation>
    </message>
    <message>
        <source>Người giữ: {owner} · {device}</source>
        <translation>With {owner} · {device}</translation>
    </message>
    <message>
        <source>Số ở máy đó</source>
        <translation>Figure there</translation>
    </message>
    <message>
        <source>Các chỗ chờ quyết định ở máy khác</source>
        <translation>Places that wait for a decision on another computer</translation>
    </message>
    <message>
        <source>Chỉ xem: quyết định ở trang Vướng mắc của máy đó, máy này biết sau lần đồng bộ tới. Báo cáo chốt ở đây khi còn chờ thì phải ghi lý do.</source>
        <translation>Shown only: it is decided on that computer, under Needs you, and known here after the next synchronisation. Whoever seals the report here meanwhile gives a reason.</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Cột</source>
        <translation>Column</translation>
    </message>
    <message>
        <source>Kỳ này</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Kỳ trước</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Cùng kỳ</source>
        <translation>A year ago</translation>
    </message>
    <message>
        <source>không đổi</source>
        <translation>unchanged</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>còn {days} ngày</source>
        <translation>{days} days left</translation>
    </message>
    <message>
        <source>ngày mai</source>
        <translation>tomorrow</translation>
    </message>
    <message>
        <source>còn dưới 1 giờ</source>
        <translation>less than 1 hour left</translation>
    </message>
    <message>
        <source>còn 1 giờ</source>
        <translation>1 hour left</translation>
    </message>
    <message>
        <source>còn {hours} giờ</source>
        <translation>{hours} hours left</translation>
    </message>
    <message>
        <source>hôm nay</source>
        <translation>today</translation>
    </message>
    <message>
        <source>quá hạn 1 ngày</source>
        <translation>1 day overdue</translation>
    </message>
    <message>
        <source>quá hạn {days} ngày</source>
        <translation>{days} days overdue</translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>Lưu báo cáo lỗi…</source>
        <translation>Save the error report…</translation>
    </message>
    <message>
        <source>Đang lập báo cáo lỗi…</source>
        <translation>Making the error report…</translation>
    </message>
    <message>
        <source>Lưu báo cáo lỗi</source>
        <translation>Save the error report</translation>
    </message>
    <message>
        <source>Tệp nén (*.zip)</source>
        <translation>Zip file (*.zip)</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>Chờ đồng bộ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Đã lên hệ thống</source>
        <translation>In the system</translation>
    </message>
    <message>
        <source>Sửa ở hai nơi</source>
        <translation>Edited in two places</translation>
    </message>
    <message>
        <source>Bị từ chối</source>
        <translation>Refused</translation>
    </message>
</context>
<context>
    <name>Edition</name>
    <message>
        <source>Biểu này có {name}.</source>
        <translation>This form has {name}.</translation>
    </message>
    <message>
        <source>Xem trước khi chuyển</source>
        <translation>Preview the move</translation>
    </message>
    <message>
        <source>Chuyển lại phiên bản cũ</source>
        <translation>Go back to the old edition</translation>
    </message>
    <message>
        <source>Có ô chưa lưu hoặc chưa đọc được số. Sửa các ô đó rồi chuyển sau.</source>
        <translation>Some cells are not saved yet, or could not be read. Mend them first, then move.</translation>
    </message>
    <message>
        <source>Giải trình</source>
        <translation>Explanation</translation>
    </message>
    <message>
        <source>Tệp đính kèm</source>
        <translation>Attachment</translation>
    </message>
    <message>
        <source>bản đính chính của phiên bản {edition}</source>
        <translation>a corrected print of edition {edition}</translation>
    </message>
    <message>
        <source>phiên bản {edition}</source>
        <translation>edition {edition}</translation>
    </message>
    <message>
        <source>Không chuyển được ({count})</source>
        <translation>Without a place ({count})</translation>
    </message>
    <message>
        <source>Chuyển chỗ ({count})</source>
        <translation>Moved ({count})</translation>
    </message>
    <message>
        <source>Các số này sang ô mới, số giữ nguyên.</source>
        <translation>These figures go to other cells, as they are.</translation>
    </message>
    <message>
        <source>Ô mới ({count})</source>
        <translation>New cells ({count})</translation>
    </message>
    <message>
        <source>Phiên bản mới hỏi thêm các ô này; các ô còn trống, cần nhập.</source>
        <translation>The new edition asks for these cells too; they are blank and wait for figures.</translation>
    </message>
    <message>
        <source>Giữ nguyên ({count})</source>
        <translation>Kept ({count})</translation>
    </message>
    <message>
        <source>Các ô này ở nguyên chỗ cũ, số giữ nguyên.</source>
        <translation>These cells stay where they are, with their figures.</translation>
    </message>
    <message>
        <source>Chuyển báo cáo sang {name}?</source>
        <translation>Move the report to {name}?</translation>
    </message>
    <message>
        <source>Chuyển sang phiên bản mới</source>
        <translation>Move to the new edition</translation>
    </message>
    <message>
        <source>Để sau</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Không có chỗ ({count})</source>
        <translation>Without a place ({count})</translation>
    </message>
    <message>
        <source>Chuyển lại phiên bản cũ?</source>
        <translation>Go back to the old edition?</translation>
    </message>
    <message>
        <source>Có số nhập sau khi chuyển mà phiên bản cũ không có ô; các số đó sẽ bị bỏ.</source>
        <translation>Some figures were typed after the move, and the old edition has no cell for them; they will be dropped.</translation>
    </message>
    <message>
        <source>Chuyển lại và bỏ các số này</source>
        <translation>Go back and drop these figures</translation>
    </message>
    <message>
        <source>Giữ phiên bản mới</source>
        <translation>Keep the new edition</translation>
    </message>
    <message>
        <source>Đã chuyển sang {name}.</source>
        <translation>Moved to {name}.</translation>
    </message>
    <message>
        <source>{count} ô chuyển chỗ</source>
        <translation>{count} cells moved</translation>
    </message>
    <message>
        <source>{count} ô không chuyển được</source>
        <translation>{count} without a place</translation>
    </message>
    <message>
        <source>{count} ô mới cần nhập</source>
        <translation>{count} new cells to fill</translation>
    </message>
    <message>
        <source>Cơ quan ban hành đã sửa biểu này. Căn cứ: {basis}.</source>
        <translation>The issuer has corrected this form. Basis: {basis}.</translation>
    </message>
    <message>
        <source>Báo cáo đang lập theo phiên bản {old}. Căn cứ của phiên bản mới: {basis}.</source>
        <translation>The report is being filled by edition {old}. Basis of the new edition: {basis}.</translation>
    </message>
    <message>
        <source>Phiên bản {new} có hiệu lực từ {day} theo {basis}. Báo cáo đang lập theo phiên bản {old}.</source>
        <translation>Edition {new} is in force from {day} by {basis}. The report is being filled by edition {old}.</translation>
    </message>
    <message>
        <source>Không số nào bị làm tròn hay đoán. Chuyển xong, có thể chuyển lại ngay và số trở về như trước.</source>
        <translation>No figure is rounded or guessed. After the move you can go straight back, and the figures are as they were.</translation>
    </message>
    <message>
        <source>Và {count} ô nữa</source>
        <translation>And {count} more cells</translation>
    </message>
    <message>
        <source>Các số này không có chỗ; chúng vẫn được giữ trong lịch sử sửa của báo cáo.</source>
        <translation>These figures have no place; they stay in the history of the report.</translation>
    </message>
    <message>
        <source>Dòng “{row}”</source>
        <translation>Row “{row}”</translation>
    </message>
    <message>
        <source>Dòng “{row}”: chỉ có số tổng</source>
        <translation>Row “{row}”: totals only</translation>
    </message>
    <message>
        <source>Trước do biểu tự tính, nay là ô nhập.</source>
        <translation>Calculated by the form before, typed from now on.</translation>
    </message>
    <message>
        <source>Số liệu sẽ ra sao</source>
        <translation>What becomes of the figures</translation>
    </message>
    <message>
        <source>Các ô</source>
        <translation>Cells</translation>
    </message>
    <message>
        <source>Báo cáo chưa có số nào.</source>
        <translation>The report has no figures yet.</translation>
    </message>
</context>
<context>
    <name>Enrolment</name>
    <message>
        <source>Xin nhập địa chỉ của hệ thống.</source>
        <translation>Please enter the system&apos;s address.</translation>
    </message>
    <message>
        <source>Xin nhập mã cài đặt do người quản trị cấp.</source>
        <translation>Please enter the set-up code the administrator gave.</translation>
    </message>
    <message>
        <source>Xin đặt tên cho máy này.</source>
        <translation>Please name this computer.</translation>
    </message>
    <message>
        <source>Đang kết nối với hệ thống…</source>
        <translation>Reaching the system…</translation>
    </message>
    <message>
        <source>Máy này đã được cài đặt cho {person}, {unit}.</source>
        <translation>This computer is set up for {person}, {unit}.</translation>
    </message>
    <message>
        <source>Cài đặt máy này</source>
        <translation>Set up this computer</translation>
    </message>
    <message>
        <source>Làm một lần, khi có mạng. Người quản trị của tỉnh cấp địa chỉ và mã cài đặt cho từng máy.</source>
        <translation>Done once, with a network. The province&apos;s administrator gives the address and a set-up code for each computer.</translation>
    </message>
    <message>
        <source>Cài đặt lại máy này…</source>
        <translation>Set this computer up again…</translation>
    </message>
    <message>
        <source>Địa chỉ hệ thống</source>
        <translation>System address</translation>
    </message>
    <message>
        <source>Đơn vị</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>Cài đặt cho</source>
        <translation>Set up for</translation>
    </message>
    <message>
        <source>Mã cài đặt</source>
        <translation>Set-up code</translation>
    </message>
    <message>
        <source>Tên máy</source>
        <translation>Computer name</translation>
    </message>
    <message>
        <source>Để sau</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Cài đặt</source>
        <translation>Set up</translation>
    </message>
    <message>
        <source>Làm khi có mạng. Xin người quản trị mã cài đặt mới cho {unit}.</source>
        <translation>Done with a network. Ask the administrator for a new set-up code for {unit}.</translation>
    </message>
    <message>
        <source>Số liệu và bản đang lập vẫn giữ nguyên trên máy này. Thay đổi chờ đồng bộ sẽ được đồng bộ tiếp dưới tên máy mới; những gì hệ thống đã nhận thì không đồng bộ lần thứ hai.</source>
        <translation>Figures and drafts stay on this computer as they are. Changes that wait go on under the computer&apos;s new name; what the system has already is not synced a second time.</translation>
    </message>
    <message>
        <source>Mã khôi phục không đổi: bản đã in hoặc chép trước đây vẫn dùng được. Bản ấy đã mất thì in hoặc chép lại mã này, cất cùng con dấu.</source>
        <translation>The recovery code is the same: what was printed or copied before still holds. If that is lost, print or copy this code again and keep it with the seal.</translation>
    </message>
    <message>
        <source>Đã cài đặt xong</source>
        <translation>Set up</translation>
    </message>
    <message>
        <source>Mã khôi phục</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>Tiếp tục làm việc</source>
        <translation>Go on working</translation>
    </message>
    <message>
        <source>Số liệu trên máy này được mã hóa. Nếu máy mất khóa, chỉ mã này mở lại được. Xin in hoặc chép ra giấy, cất cùng con dấu; mã chỉ hiện một lần.</source>
        <translation>The figures on this computer are encrypted. Should it lose its key, only this code opens them again. Print it or copy it by hand and keep it with the seal; it is shown only once.</translation>
    </message>
    <message>
        <source>Cài đặt lại máy này</source>
        <translation>Set this computer up again</translation>
    </message>
    <message>
        <source>Chép mã</source>
        <translation>Copy the code</translation>
    </message>
    <message>
        <source>Bắt đầu làm việc</source>
        <translation>Start working</translation>
    </message>
    <message>
        <source>Khi máy bị thu hồi quyền, dữ liệu bị sao chép sang máy khác, hoặc hệ thống đổi địa chỉ: xin mã cài đặt mới ở người quản trị rồi cài đặt lại. Số liệu trên máy vẫn giữ nguyên.</source>
        <translation>Where the computer may no longer sync, its data was copied to another one, or the system has another address: ask the administrator for a new set-up code and set it up again. The figures on it stay as they are.</translation>
    </message>
    <message>
        <source>Máy này</source>
        <translation>This computer</translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>Ô này không nhận số âm.</source>
        <translation>This cell takes no negative number.</translation>
    </message>
    <message>
        <source>Ô này chỉ nhận số nguyên.</source>
        <translation>This cell takes whole numbers only.</translation>
    </message>
    <message>
        <source>Ô này nhận tối đa {count} chữ số thập phân.</source>
        <translation>This cell takes at most {count} decimals.</translation>
    </message>
    <message>
        <source>“{text}” không phải là ngày. Gõ theo mẫu 25/09/2026.</source>
        <translation>“{text}” is not a date. Type it as 25/09/2026.</translation>
    </message>
    <message>
        <source>“{text}” không có trong danh sách: {choices}.</source>
        <translation>“{text}” is not in the list: {choices}.</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Đã lên hệ thống</source>
        <translation>In the system</translation>
    </message>
    <message>
        <source>Chờ đồng bộ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Đã lên {percent}</source>
        <translation>{percent} is in the system</translation>
    </message>
    <message>
        <source>Chờ tải về</source>
        <translation>Waiting to be fetched</translation>
    </message>
    <message>
        <source>Đang tải về · {percent}</source>
        <translation>Fetching · {percent}</translation>
    </message>
    <message>
        <source>Chưa tải về máy này</source>
        <translation>Not on this computer</translation>
    </message>
    <message>
        <source>{count} tệp · {size} trong {limit} MB</source>
        <translation>{count} files · {size} of {limit} MB</translation>
    </message>
    <message>
        <source>Thả tệp vào đây để đính kèm vào báo cáo</source>
        <translation>Drop files here to attach them to the report</translation>
    </message>
    <message>
        <source>Báo cáo không có tệp đính kèm.</source>
        <translation>The report has no attachments.</translation>
    </message>
    <message>
        <source>Chưa có tệp nào. Kéo tệp thả vào báo cáo, hoặc bấm “Thêm tệp…”. Mỗi tệp không quá 25&#xa0;MB.</source>
        <translation>No files yet. Drop files on the report, or press “Add files…”. A file may be at most 25&#xa0;MB.</translation>
    </message>
    <message>
        <source>Báo cáo của đơn vị khác: chỉ xem và tải tệp, không đính kèm được.</source>
        <translation>A report of another office: files can be looked at and fetched, not attached.</translation>
    </message>
    <message>
        <source>Báo cáo đã chốt nên không đính kèm được. Muốn đính kèm, hủy chốt trước.</source>
        <translation>The report is sealed, so nothing can be attached. Unseal it first.</translation>
    </message>
    <message>
        <source>Báo cáo không còn mở để nhập nên không đính kèm được.</source>
        <translation>The report no longer takes entries, so nothing can be attached.</translation>
    </message>
    <message>
        <source>Còn {count} tệp nữa không đính kèm được.</source>
        <translation>{count} more files could not be attached.</translation>
    </message>
    <message>
        <source>Đã lưu tệp “{name}”.</source>
        <translation>File “{name}” saved.</translation>
    </message>
    <message>
        <source>Đã bỏ tệp “{name}” khỏi báo cáo.</source>
        <translation>File “{name}” removed from the report.</translation>
    </message>
    <message>
        <source>“{name}” · {percent}</source>
        <translation>“{name}” · {percent}</translation>
    </message>
    <message>
        <source>Thêm tệp…</source>
        <translation>Add files…</translation>
    </message>
    <message>
        <source>Tệp đính kèm của báo cáo</source>
        <translation>Attachments of the report</translation>
    </message>
    <message>
        <source>Mở</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Tải về</source>
        <translation>Fetch</translation>
    </message>
    <message>
        <source>Lưu ra tệp…</source>
        <translation>Save as…</translation>
    </message>
    <message>
        <source>Bỏ</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Đang đọc hoặc ghi tệp</source>
        <translation>Reading or writing a file</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Đính kèm tệp…</source>
        <translation>Attach files…</translation>
    </message>
    <message>
        <source>Chọn tệp đính kèm vào báo cáo</source>
        <translation>Choose files to attach to the report</translation>
    </message>
    <message>
        <source>Lưu tệp đính kèm</source>
        <translation>Save an attachment</translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message>
        <source>Quá hạn</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>Biểu</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Mọi biểu</source>
        <translation>Every form</translation>
    </message>
</context>
<context>
    <name>Find</name>
    <message>
        <source>Tìm trong biểu</source>
        <translation>Find in the form</translation>
    </message>
    <message>
        <source>Kết quả trước (Shift+F3)</source>
        <translation>Previous match (Shift+F3)</translation>
    </message>
    <message>
        <source>Kết quả sau (F3)</source>
        <translation>Next match (F3)</translation>
    </message>
    <message>
        <source>Đóng tìm kiếm (Esc)</source>
        <translation>Close the search (Esc)</translation>
    </message>
    <message>
        <source>Không tìm thấy</source>
        <translation>Not found</translation>
    </message>
    <message>
        <source>{at} trên {count}</source>
        <translation>{at} of {count}</translation>
    </message>
</context>
<context>
    <name>Folder</name>
    <message>
        <source>Chọn nơi đặt kho dữ liệu</source>
        <translation>Choose where the store is to lie</translation>
    </message>
    <message>
        <source>Chọn thư mục…</source>
        <translation>Choose a folder…</translation>
    </message>
    <message>
        <source>Để sau</source>
        <translation>Later</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Báo cáo kỳ trước có {count} dòng. Có thể bắt đầu với các dòng đó, chưa có số.</source>
        <translation>Last period&apos;s report has {count} rows. You can start with those rows, without figures.</translation>
    </message>
    <message>
        <source>Lấy các dòng của kỳ trước</source>
        <translation>Take last period&apos;s rows</translation>
    </message>
    <message>
        <source>Đã lưu trên máy này {time}</source>
        <translation>Saved on this machine {time}</translation>
    </message>
    <message>
        <source>“{text}” không có trong danh sách của biểu, hoặc đã được chọn.</source>
        <translation>“{text}” is not in the form&apos;s list, or is chosen already.</translation>
    </message>
    <message>
        <source>Đã bỏ dòng “{label}”.</source>
        <translation>Row “{label}” removed.</translation>
    </message>
    <message>
        <source>Đã bỏ {count} dòng.</source>
        <translation>{count} rows removed.</translation>
    </message>
    <message>
        <source>Bảng số liệu</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Hoàn tác</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước.</source>
        <translation>The report is sealed and cannot be edited. To edit, unseal it first.</translation>
    </message>
    <message>
        <source>Đang lưu…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>Ô vừa sửa đã được người khác sửa trước đó. Cả hai số đều được giữ ở Vướng mắc.</source>
        <translation>Somebody else had changed this cell before. Both figures are kept under Needs you.</translation>
    </message>
    <message>
        <source>Chưa lưu được</source>
        <translation>Not saved</translation>
    </message>
    <message>
        <source>Thử lưu lại</source>
        <translation>Try saving again</translation>
    </message>
    <message>
        <source>Không có điểm nào cần giải trình.</source>
        <translation>Nothing here needs an explanation.</translation>
    </message>
    <message>
        <source>Ghi “-” vào các ô trống</source>
        <translation>Mark blank cells “-”</translation>
    </message>
    <message>
        <source>(trống)</source>
        <translation>(blank)</translation>
    </message>
    <message>
        <source>trống</source>
        <translation>blank</translation>
    </message>
    <message>
        <source>Đã gửi. Hệ thống cấp biên nhận lúc {time}.</source>
        <translation>Submitted. The system gave its receipt at {time}.</translation>
    </message>
    <message>
        <source>Có ô chưa đọc được số. Sửa ô có dấu đỏ rồi kiểm tra lại.</source>
        <translation>A cell could not be read. Correct the cell with the red mark and check again.</translation>
    </message>
    <message>
        <source>Còn {errors} lỗi và {explain} chỗ cần giải trình trước khi chốt.</source>
        <translation>Before sealing: errors {errors}, to explain {explain}.</translation>
    </message>
    <message>
        <source>Số liệu khớp, có thể chốt báo cáo.</source>
        <translation>The figures agree; the report can be sealed.</translation>
    </message>
    <message>
        <source>{count} lỗi</source>
        <translation>errors: {count}</translation>
    </message>
    <message>
        <source>{count} chỗ chưa giải trình</source>
        <translation>points without an explanation: {count}</translation>
    </message>
    <message>
        <source>{count} cảnh báo</source>
        <translation>warnings: {count}</translation>
    </message>
    <message>
        <source>Số liệu khớp.</source>
        <translation>The figures agree.</translation>
    </message>
    <message>
        <source>Kiểm tra thấy {found}.</source>
        <translation>The check found {found}.</translation>
    </message>
    <message>
        <source>Không có lỗi. Còn {count} cảnh báo nên xem trước khi chốt.</source>
        <translation>No errors. {count} warnings are worth a look before sealing.</translation>
    </message>
    <message>
        <source>Còn {errors} lỗi phải sửa trước khi chốt.</source>
        <translation>{errors} error(s) to mend before sealing.</translation>
    </message>
    <message>
        <source>Còn {explain} chỗ cần giải trình trước khi chốt; F7 để viết.</source>
        <translation>{explain} place(s) to explain before sealing; F7 to write.</translation>
    </message>
    <message>
        <source>Còn {count} cảnh báo, không cản việc chốt.</source>
        <translation>Warnings left: {count}; they do not stop sealing.</translation>
    </message>
    <message>
        <source>Sau khi chốt, số liệu không sửa được nữa, trừ khi hủy chốt.</source>
        <translation>Once sealed, figures can no longer be edited unless the report is unsealed.</translation>
    </message>
    <message>
        <source>Chốt báo cáo này?</source>
        <translation>Seal this report?</translation>
    </message>
    <message>
        <source>Chốt báo cáo</source>
        <translation>Seal the report</translation>
    </message>
    <message>
        <source>Xem lại</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>Báo cáo này có {what}.</source>
        <translation>This report has {what}.</translation>
    </message>
    <message>
        <source>Người giữ: {owners}.</source>
        <translation>With {owners}.</translation>
    </message>
    <message>
        <source>Chốt khi còn chỗ chờ quyết định?</source>
        <translation>Seal while places wait for a decision?</translation>
    </message>
    <message>
        <source>Bản chốt lấy số trên hệ thống; số kia vẫn giữ ở máy đó. Lý do đi cùng bản chốt.</source>
        <translation>The system&apos;s figures are sealed; the others are kept on that computer. The reason goes with the seal.</translation>
    </message>
    <message>
        <source>Chốt, không chờ</source>
        <translation>Seal without waiting</translation>
    </message>
    <message>
        <source>Để quyết định trước</source>
        <translation>Decide first</translation>
    </message>
    <message>
        <source>Lý do không chờ</source>
        <translation>Why not wait</translation>
    </message>
    <message>
        <source>Ở {count} chỗ đang vướng mắc, báo cáo gửi đi mang số trên hệ thống, không phải số đã gõ.</source>
        <translation>Places that need you: {count}. There the report goes with what the system holds, not with what was typed.</translation>
    </message>
    <message>
        <source>{rows} dòng, {cells} ô đã điền.</source>
        <translation>Rows: {rows}; cells filled: {cells}.</translation>
    </message>
    <message>
        <source>Đã viết {written} trên {count} mục lời văn.</source>
        <translation>{written} of {count} narrative sections written.</translation>
    </message>
    <message>
        <source>Đã chốt. Bấm Gửi để gửi báo cáo lên đơn vị nhận.</source>
        <translation>Sealed. Press Submit to send the report to the receiving office.</translation>
    </message>
    <message>
        <source>Nơi nhận: {unit}.</source>
        <translation>To: {unit}.</translation>
    </message>
    <message>
        <source>Khi chưa có mạng, báo cáo chờ trên máy này và tự gửi ngay khi kết nối được với hệ thống.</source>
        <translation>Without a network the report waits on this machine and goes by itself once the system is reached.</translation>
    </message>
    <message>
        <source>Gửi báo cáo này?</source>
        <translation>Submit this report?</translation>
    </message>
    <message>
        <source>Gửi báo cáo</source>
        <translation>Submit the report</translation>
    </message>
    <message>
        <source>Chưa gửi</source>
        <translation>Not yet</translation>
    </message>
    <message>
        <source>Báo cáo đang chờ đồng bộ. Có biên nhận của hệ thống mới là đã gửi.</source>
        <translation>The report waits to be synced. It counts as submitted when the system&apos;s receipt is here.</translation>
    </message>
    <message>
        <source>Hủy chốt báo cáo này?</source>
        <translation>Unseal this report?</translation>
    </message>
    <message>
        <source>Số liệu sửa lại được. Lý do được ghi vào lịch sử của báo cáo.</source>
        <translation>Figures can be edited again. The reason goes into the report&apos;s history.</translation>
    </message>
    <message>
        <source>Hủy chốt</source>
        <translation>Unseal</translation>
    </message>
    <message>
        <source>Giữ nguyên</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>Lý do hủy chốt</source>
        <translation>Reason for unsealing</translation>
    </message>
    <message>
        <source>Số vừa gõ vẫn còn trên màn hình.</source>
        <translation>What was typed is still on the screen.</translation>
    </message>
    <message>
        <source>Chưa lưu được xuống máy này.</source>
        <translation>It could not be saved on this machine.</translation>
    </message>
    <message>
        <source>Số liệu từ {start} đến {end}</source>
        <translation>Figures from {start} to {end}</translation>
    </message>
    <message>
        <source>Báo cáo của đơn vị khác: chỉ xem, không sửa được.</source>
        <translation>Another unit&apos;s report: it can be read, not changed.</translation>
    </message>
    <message>
        <source>Vai trò hiện tại không được: {acts}</source>
        <translation>This role may not: {acts}</translation>
    </message>
    <message>
        <source>Đã báo chốt, chưa tới: {times}</source>
        <translation>Seal announced, not there yet: {times}</translation>
    </message>
    <message>
        <source>Vai trò hiện tại chỉ xem và ghi chú, không nhập số liệu.</source>
        <translation>This role looks and writes notes; it enters no figures.</translation>
    </message>
    <message>
        <source>Báo cáo này không còn thuộc phạm vi của đơn vị: chỉ xem, không sửa được.</source>
        <translation>This report is no longer within your unit&apos;s scope: it can be read, not changed.</translation>
    </message>
    <message>
        <source>Báo cáo đã được chấp nhận nên không sửa được. Cần sửa thì xin đơn vị nhận mở khóa.</source>
        <translation>The report has been accepted and cannot be changed. To change it, ask the receiving unit to unlock it.</translation>
    </message>
    <message>
        <source>Đã bấm gửi báo cáo nên không sửa được. Cần sửa thì xin đơn vị nhận trả lại.</source>
        <translation>The report has been submitted and cannot be changed. To change it, ask the receiving unit to return it.</translation>
    </message>
    <message>
        <source>Trên máy {devices}, chưa lên hệ thống: {count} ô</source>
        <translation>On {devices}, not in the system yet: {count} cells</translation>
    </message>
    <message>
        <source>máy khác</source>
        <translation>another computer</translation>
    </message>
    <message>
        <source>{count} chỗ sửa ở hai nơi, chờ quyết định ở: {devices}</source>
        <translation>{count} places edited in two places, to be decided on: {devices}</translation>
    </message>
    <message>
        <source>Hệ thống chưa nhận việc {acts}: xem vì sao rồi làm lại.</source>
        <translation>The system did not take this: {acts}. See why, then do it again.</translation>
    </message>
    <message>
        <source>{count} chỗ sửa ở hai nơi</source>
        <translation>{count} edited in two places</translation>
    </message>
    <message>
        <source>{count} ô bị hệ thống từ chối</source>
        <translation>{count} cells the system refused</translation>
    </message>
    <message>
        <source>Báo cáo này có {what}: cần quyết định trước khi chốt.</source>
        <translation>This report has {what}: to be decided before it is sealed.</translation>
    </message>
    <message>
        <source>Báo cáo này có {what}: số đã gõ ở đó không nằm trong bản đã chốt.</source>
        <translation>This report has {what}: what was typed there is not in the sealed version.</translation>
    </message>
    <message>
        <source> và </source>
        <translation> and </translation>
    </message>
    <message>
        <source>Biểu còn chờ cơ quan ban hành xác nhận.</source>
        <translation>The form awaits its issuer&apos;s confirmation.</translation>
    </message>
    <message>
        <source>Chờ đồng bộ để gửi</source>
        <translation>Waiting to be submitted</translation>
    </message>
    <message>
        <source>Đã báo chốt · {time}</source>
        <translation>Seal announced · {time}</translation>
    </message>
    <message>
        <source>cột ({number})</source>
        <translation>column ({number})</translation>
    </message>
    <message>
        <source>Gõ tên để thêm một dòng ngay tại đây.</source>
        <translation>Type a name to add a row right here.</translation>
    </message>
    <message>
        <source>Gõ vài chữ của tên, rồi chọn trong danh sách bên dưới.</source>
        <translation>Type a few letters of the name, then choose from the list below.</translation>
    </message>
    <message>
        <source>Dòng mới</source>
        <translation>New row</translation>
    </message>
    <message>
        <source>Bấm F7 để giải trình.</source>
        <translation>Press F7 to explain.</translation>
    </message>
    <message>
        <source>Ô này được sửa ở hai nơi. Bấm F4 để quyết định.</source>
        <translation>This cell was edited in two places. Press F4 to decide.</translation>
    </message>
    <message>
        <source>Số đã gõ ở đây hệ thống chưa nhận. Bấm F4 để xem vì sao.</source>
        <translation>The system did not take what was typed here. Press F4 to see why.</translation>
    </message>
    <message>
        <source>Dòng này một nơi bỏ, một nơi sửa. Bấm F4 để quyết định.</source>
        <translation>This row was dropped in one place and edited in another. Press F4 to decide.</translation>
    </message>
    <message>
        <source>Ô này không áp dụng.</source>
        <translation>This cell does not apply.</translation>
    </message>
    <message>
        <source>Tự tính theo {relation}.</source>
        <translation>Calculated: {relation}.</translation>
    </message>
    <message>
        <source>Tự tính, không cần gõ.</source>
        <translation>Calculated; nothing to type.</translation>
    </message>
    <message>
        <source>Các bảng của biểu</source>
        <translation>The form&apos;s tables</translation>
    </message>
    <message>
        <source>Trở lại (Alt+Mũi tên trái)</source>
        <translation>Back (Alt+Left)</translation>
    </message>
    <message>
        <source>Kiểm tra</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Chốt</source>
        <translation>Seal</translation>
    </message>
    <message>
        <source>Gửi</source>
        <translation>Submit</translation>
    </message>
    <message>
        <source>Tiếp nhận</source>
        <translation>Receive</translation>
    </message>
    <message>
        <source>Trả lại</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Chấp nhận</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>In (Ctrl+P)</source>
        <translation>Print (Ctrl+P)</translation>
    </message>
    <message>
        <source>Lấy số kỳ trước chuyển sang</source>
        <translation>Take last period&apos;s figure</translation>
    </message>
    <message>
        <source>Lấy mọi số kỳ trước chuyển sang</source>
        <translation>Take all of last period&apos;s figures</translation>
    </message>
    <message>
        <source>Không phát sinh: ghi “-” vào ô trống</source>
        <translation>Nil: mark blank cells “-”</translation>
    </message>
    <message>
        <source>Ghim câu hỏi vào ô, hoặc bỏ ghim</source>
        <translation>Pin a question to the cell, or take the pin off</translation>
    </message>
    <message>
        <source>Báo cáo này không có chỗ nào chờ quyết định.</source>
        <translation>Nothing in this report waits for a decision.</translation>
    </message>
    <message>
        <source>Biểu tạm thời</source>
        <translation>Provisional form</translation>
    </message>
    <message>
        <source>Chưa mở được báo cáo</source>
        <translation>The report could not be opened</translation>
    </message>
    <message>
        <source>Số liệu đã lưu trên máy này không bị thay đổi.</source>
        <translation>What was saved on this machine is unchanged.</translation>
    </message>
    <message>
        <source>Ô đang chọn</source>
        <translation>Current cell</translation>
    </message>
    <message>
        <source>Kỳ trước: {value}</source>
        <translation>Last period: {value}</translation>
    </message>
    <message>
        <source>Cùng kỳ năm trước: {value}</source>
        <translation>Same period last year: {value}</translation>
    </message>
    <message>
        <source>Lấy từ {form}, dòng “{row}”, cột {column}, kỳ này ({state}); gõ để thay.</source>
        <translation>From {form}, row “{row}”, column {column}, this period ({state}); type to replace it.</translation>
    </message>
    <message>
        <source>Lấy từ {form}, cột {column}, kỳ này ({state}); gõ để thay.</source>
        <translation>From {form}, column {column}, this period ({state}); type to replace it.</translation>
    </message>
    <message>
        <source>biểu {form}</source>
        <translation>form {form}</translation>
    </message>
    <message>
        <source>{count} số lấy từ biểu khác ({forms}); chốt rồi thì các số này giữ nguyên.</source>
        <translation>{count} figures come from other forms ({forms}); once sealed they stay as they are.</translation>
    </message>
    <message>
        <source>Sửa ở hai nơi: giữ bên cạnh, chưa ghi vào ô</source>
        <translation>Edited in two places: kept beside the cell, not in it</translation>
    </message>
    <message>
        <source>Đồng bộ lại số bị từ chối</source>
        <translation>A refused figure synced again</translation>
    </message>
    <message>
        <source>Đã quyết định: {reason}</source>
        <translation>Decided: {reason}</translation>
    </message>
    <message>
        <source>Ghi vào khi chốt</source>
        <translation>Written in by sealing</translation>
    </message>
    <message>
        <source>Lấy từ {form} khi chốt</source>
        <translation>Taken from {form} when sealing</translation>
    </message>
    <message>
        <source>{count} ô trống: {columns}.</source>
        <translation>{count} blank: {columns}.</translation>
    </message>
    <message>
        <source>Kỳ trước chuyển sang: {value} · Ctrl+L để lấy</source>
        <translation>Carried over from last period: {value} · Ctrl+L to take</translation>
    </message>
    <message>
        <source>Kỳ trước chuyển sang {count} số vào các ô còn trống.</source>
        <translation>Last period carries {count} figure(s) over to blank cells.</translation>
    </message>
    <message>
        <source>Lấy tất cả (Ctrl+Shift+L)</source>
        <translation>Take all (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>Không có số nào của kỳ trước chuyển sang ô trống ở đây.</source>
        <translation>Last period carries nothing over to a blank cell here.</translation>
    </message>
    <message>
        <source>Đã lấy {count} số kỳ trước chuyển sang.</source>
        <translation>{count} figure(s) taken over from last period.</translation>
    </message>
    <message>
        <source>Đã ghi “-” (không phát sinh) vào {count} ô trống.</source>
        <translation>{count} blank cell(s) marked “-” (nil).</translation>
    </message>
    <message>
        <source>Không còn ô trống nào để ghi “-”.</source>
        <translation>No blank cell is left to mark “-”.</translation>
    </message>
    <message>
        <source>{count} ô có số kỳ trước chuyển sang nên chưa ghi.</source>
        <translation>{count} cell(s) left: last period carries a figure over to them.</translation>
    </message>
    <message>
        <source>Còn {count} ô trống ở {rows} dòng.</source>
        <translation>{count} blank cell(s) left in {rows} row(s).</translation>
    </message>
    <message>
        <source>{count} ô</source>
        <translation>{count} cells</translation>
    </message>
    <message>
        <source>tổng {sum}</source>
        <translation>sum {sum}</translation>
    </message>
    <message>
        <source>chưa đủ</source>
        <translation>incomplete</translation>
    </message>
    <message>
        <source>Các ô còn trống</source>
        <translation>Blank cells left</translation>
    </message>
    <message>
        <source>Không có số thì ghi “-” (không phát sinh). Enter ở một dòng để tới ô trống.</source>
        <translation>Where there is nothing to report, mark “-” (nil). Enter on a row goes to its blank cell.</translation>
    </message>
    <message>
        <source>Thêm việc khác</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Báo cáo không còn mở để nhập. Nội dung vừa gõ: “{text}”.</source>
        <translation>The report no longer takes entries. What you just typed: “{text}”.</translation>
    </message>
    <message>
        <source>Ô vừa gõ không còn trong báo cáo. Nội dung đã gõ: “{text}”.</source>
        <translation>The cell you just typed in is no longer in the report. What you typed: “{text}”.</translation>
    </message>
    <message>
        <source>Ô đang gõ dở lần trước không còn trong báo cáo. Nội dung đã gõ: “{text}”.</source>
        <translation>The cell that was being typed in is no longer in the report. What was typed: “{text}”.</translation>
    </message>
    <message>
        <source>Báo cáo không còn mở để nhập. Nội dung đang gõ dở lần trước: “{text}”.</source>
        <translation>The report no longer takes figures. What was being typed last time: “{text}”.</translation>
    </message>
    <message>
        <source>Chương trình đã dừng nhiều lần ngay khi mở báo cáo này.</source>
        <translation>The program ended several times as it opened this report.</translation>
    </message>
    <message>
        <source>Không mở lại được báo cáo đang làm dở. {why}</source>
        <translation>The report that was open last time cannot be opened again. {why}</translation>
    </message>
    <message>
        <source>Nội dung đang gõ dở lần trước: “{text}”.</source>
        <translation>What was being typed last time: “{text}”.</translation>
    </message>
    <message>
        <source>Chép nội dung này</source>
        <translation>Copy this text</translation>
    </message>
    <message>
        <source>Xem và quyết định (F4)</source>
        <translation>Look and decide (F4)</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Thêm dòng</source>
        <translation>Add a row</translation>
    </message>
    <message>
        <source>Danh sách để chọn</source>
        <translation>List to choose from</translation>
    </message>
    <message>
        <source>Việc với dòng và ô</source>
        <translation>Rows and cells</translation>
    </message>
    <message>
        <source>Điền xuống</source>
        <translation>Fill down</translation>
    </message>
    <message>
        <source>Điền sang phải</source>
        <translation>Fill right</translation>
    </message>
    <message>
        <source>Thêm dòng phía trên</source>
        <translation>Add a row above</translation>
    </message>
    <message>
        <source>Thêm dòng phía dưới</source>
        <translation>Add a row below</translation>
    </message>
    <message>
        <source>Chuyển dòng lên</source>
        <translation>Move the row up</translation>
    </message>
    <message>
        <source>Chuyển dòng xuống</source>
        <translation>Move the row down</translation>
    </message>
    <message>
        <source>Bỏ dòng</source>
        <translation>Remove the row</translation>
    </message>
    <message>
        <source>Chuyển dòng sang nhóm</source>
        <translation>Move the row to a group</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Ba bước để gửi một báo cáo</source>
        <translation>Three steps to submit a report</translation>
    </message>
    <message>
        <source>F1: hướng dẫn ở mọi nơi</source>
        <translation>F1: help wherever you are</translation>
    </message>
    <message>
        <source>Đã hiểu</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>Mở việc đến hạn</source>
        <translation>Open what is due</translation>
    </message>
    <message>
        <source>Chọn một dòng bên dưới rồi nhấn Enter. Việc gấp nhất đứng trên cùng.</source>
        <translation>Choose a line below and press Enter. The most urgent stands on top.</translation>
    </message>
    <message>
        <source>Điền số, kiểm tra</source>
        <translation>Fill and check</translation>
    </message>
    <message>
        <source>Gõ số rồi Enter, số được lưu ngay trên máy này. Xong thì nhấn F9 để kiểm tra.</source>
        <translation>Type a figure, then Enter: it is saved on this computer at once. When done, press F9 to check.</translation>
    </message>
    <message>
        <source>Chốt và gửi</source>
        <translation>Seal and submit</translation>
    </message>
    <message>
        <source>Chốt rồi Gửi. Chưa có mạng thì báo cáo chờ và tự đi; có biên nhận mới là đã gửi.</source>
        <translation>Seal, then Submit. Without a network the report waits and goes by itself; a receipt proves that it was submitted.</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Hướng dẫn</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Đóng (Esc)</source>
        <translation>Close (Esc)</translation>
    </message>
</context>
<context>
    <name>Light</name>
    <message>
        <source>Khớp với hệ thống · {time}</source>
        <translation>In step · {time}</translation>
    </message>
    <message>
        <source>Chưa khớp · {count} chỗ sửa ở hai nơi</source>
        <translation>Differs · edited in two places: {count}</translation>
    </message>
    <message>
        <source>Chưa khớp · {count} mục bị từ chối</source>
        <translation>Differs · refused: {count}</translation>
    </message>
    <message>
        <source>Chưa khớp với hệ thống</source>
        <translation>Differs from the system</translation>
    </message>
    <message>
        <source>Chưa kết nối được với hệ thống</source>
        <translation>System not reached</translation>
    </message>
    <message>
        <source>Chưa kết nối được · máy này cần cài đặt lại</source>
        <translation>Not reached · this computer has to be set up again</translation>
    </message>
    <message>
        <source>Chưa khớp · máy này cần cài đặt lại</source>
        <translation>Differs · this computer has to be set up again</translation>
    </message>
    <message>
        <source>Chưa khớp · còn thay đổi chờ đồng bộ</source>
        <translation>Differs · changes wait to sync</translation>
    </message>
    <message>
        <source>Chưa khớp · số liệu hai bên chưa giống nhau</source>
        <translation>Differs · the figures of both sides are not the same yet</translation>
    </message>
    <message>
        <source>Chưa khớp · chưa đối chiếu xong với hệ thống</source>
        <translation>Differs · not compared with the system yet</translation>
    </message>
    <message>
        <source>Chưa kết nối được · lần cuối {time}</source>
        <translation>Not reached · last at {time}</translation>
    </message>
    <message>
        <source>Chưa rõ · đồng hồ máy này vừa bị lùi lại</source>
        <translation>Not known · this computer&apos;s clock was set back</translation>
    </message>
    <message>
        <source>Chưa khớp · còn thay đổi hệ thống chưa xác nhận</source>
        <translation>Differs · the system has not confirmed some changes</translation>
    </message>
    <message>
        <source>Chưa khớp · còn tệp đính kèm chờ đồng bộ</source>
        <translation>Differs · attached files wait to sync</translation>
    </message>
    <message>
        <source>Đồng hồ máy này chậm {time} so với hệ thống: hạn gửi tính theo giờ hệ thống.</source>
        <translation>This computer&apos;s clock is {time} behind the system&apos;s: deadlines go by the system&apos;s clock.</translation>
    </message>
    <message>
        <source>Đồng hồ máy này nhanh {time} so với hệ thống: hạn gửi tính theo giờ hệ thống.</source>
        <translation>This computer&apos;s clock is {time} ahead of the system&apos;s: deadlines go by the system&apos;s clock.</translation>
    </message>
    <message>
        <source>{count} thay đổi chờ đồng bộ</source>
        <translation>Changes waiting to sync: {count}</translation>
    </message>
    <message>
        <source>{count} tệp chờ đồng bộ</source>
        <translation>{count} files waiting</translation>
    </message>
    <message>
        <source>Hạn gần nhất: {code} {days}</source>
        <translation>Next due: {code} {days}</translation>
    </message>
    <message>
        <source>Chưa đọc được kho dữ liệu trên máy này</source>
        <translation>The data on this machine could not be read</translation>
    </message>
    <message>
        <source>Đang đồng bộ…</source>
        <translation>Syncing…</translation>
    </message>
    <message>
        <source>Đang đưa tệp lên: “{name}”, {done} trong {size}</source>
        <translation>Sending file “{name}”, {done} of {size}</translation>
    </message>
    <message>
        <source>Đang tải tệp về: “{name}”, {done} trong {size}</source>
        <translation>Fetching file “{name}”, {done} of {size}</translation>
    </message>
    <message>
        <source>Đã tạm dừng đồng bộ</source>
        <translation>Sync is paused</translation>
    </message>
    <message>
        <source>Tình trạng đồng bộ</source>
        <translation>Sync state</translation>
    </message>
</context>
<context>
    <name>Narrative</name>
    <message>
        <source>Lời văn</source>
        <translation>Narrative</translation>
    </message>
    <message>
        <source>Người khác vừa sửa mục này trước đó. Cả hai bản đều được giữ ở Vướng mắc.</source>
        <translation>Somebody else edited this section before. Both texts are kept under Needs you.</translation>
    </message>
    <message>
        <source>Đang soạn, chưa lưu</source>
        <translation>Being written, not saved yet</translation>
    </message>
    <message>
        <source>Chưa lưu xong</source>
        <translation>Not saved yet</translation>
    </message>
    <message>
        <source>Mục này được sửa ở hai nơi. Bấm F4 để quyết định.</source>
        <translation>This section was edited in two places. Press F4 to decide.</translation>
    </message>
    <message>
        <source>Ctrl+I: chèn số liệu · “- ” ở đầu dòng: gạch đầu dòng</source>
        <translation>Ctrl+I: insert a figure · “- ” at the start of a line: an item of a list</translation>
    </message>
    <message>
        <source>Chèn số liệu</source>
        <translation>Insert a figure</translation>
    </message>
    <message>
        <source>Lời văn của báo cáo</source>
        <translation>The report&apos;s narrative</translation>
    </message>
    <message>
        <source>Số liệu chèn vào lời văn luôn theo đúng số trong bảng.</source>
        <translation>Figures put into the text always are those of the table.</translation>
    </message>
    <message>
        <source>Số liệu trong lời văn là số trong bảng.</source>
        <translation>The figures in the text are those of the table.</translation>
    </message>
    <message>
        <source>Tìm theo tên dòng, tên cột hoặc số cột, gõ không dấu</source>
        <translation>Find by row, column or column number, without diacritics</translation>
    </message>
    <message>
        <source>Tìm số liệu</source>
        <translation>Find a figure</translation>
    </message>
    <message>
        <source>Số liệu của biểu</source>
        <translation>Figures of the form</translation>
    </message>
    <message>
        <source>Không có số liệu nào như vậy trong biểu.</source>
        <translation>The form has no such figure.</translation>
    </message>
    <message>
        <source>Còn số liệu khác: gõ thêm tên dòng hoặc tên cột để tìm.</source>
        <translation>There are more figures: type more of the row or column to find them.</translation>
    </message>
    <message>
        <source>Enter để chèn. Số trong lời văn luôn theo đúng số trong bảng.</source>
        <translation>Enter inserts it. The figure in the text always is that of the table.</translation>
    </message>
    <message>
        <source>chưa có số</source>
        <translation>no figure yet</translation>
    </message>
    <message>
        <source>Lấy lời văn kỳ trước</source>
        <translation>Start with last period&apos;s text</translation>
    </message>
    <message>
        <source>Bắt buộc</source>
        <translation>Required</translation>
    </message>
    <message>
        <source>Lấy lời văn kỳ trước cho mục {title}</source>
        <translation>Start the section {title} with last period&apos;s text</translation>
    </message>
    <message>
        <source>Trong báo cáo</source>
        <translation>In the report</translation>
    </message>
</context>
<context>
    <name>Nearby</name>
    <message>
        <source>Trên máy {device} ({person}), chưa lên hệ thống: {value}.</source>
        <translation>On {device} ({person}), not in the system yet: {value}.</translation>
    </message>
    <message>
        <source>để trống</source>
        <translation>left blank</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>Đang tắt. Máy này không nghe và không gọi máy nào.</source>
        <translation>Off. This computer listens to nobody and calls nobody.</translation>
    </message>
    <message>
        <source>Đang bật. Có địa chỉ không đọc được; viết như 192.168.1.12.</source>
        <translation>On. One of the addresses cannot be read; write it like 192.168.1.12.</translation>
    </message>
    <message>
        <source>Đang bật.</source>
        <translation>On.</translation>
    </message>
    <message>
        <source>Đang bật. Khi mất kết nối với hệ thống, máy này trao đổi với các máy cùng đơn vị.</source>
        <translation>On. While the system is out of reach, this computer exchanges changes with the others of the office.</translation>
    </message>
    <message>
        <source>Gần nhất: gặp máy “{device}” lúc {time}.</source>
        <translation>Last met: “{device}” at {time}.</translation>
    </message>
    <message>
        <source>Mạng cơ quan</source>
        <translation>Office network</translation>
    </message>
    <message>
        <source>Khi mất kết nối với hệ thống, các máy cùng đơn vị trong mạng nội bộ trao đổi thay đổi chưa lên hệ thống. Mọi thứ đi trên mạng đều được mã hóa; chỉ máy được cài đặt cho cùng đơn vị đọc được.</source>
        <translation>While the system is out of reach, the office&apos;s computers in the local network exchange changes that are not in the system yet. All of it is encrypted; only computers enrolled for the same office can read it.</translation>
    </message>
    <message>
        <source>Trao đổi với các máy cùng đơn vị</source>
        <translation>Exchange with the office&apos;s other computers</translation>
    </message>
    <message>
        <source>Ví dụ: 192.168.1.12</source>
        <translation>For example: 192.168.1.12</translation>
    </message>
    <message>
        <source>Địa chỉ các máy không tự tìm thấy</source>
        <translation>Addresses of computers that are not found by themselves</translation>
    </message>
</context>
<context>
    <name>Note</name>
    <message>
        <source>{office} hỏi: “{text}”</source>
        <translation>{office} asks: “{text}”</translation>
    </message>
    <message>
        <source>Xem câu hỏi</source>
        <translation>See the question</translation>
    </message>
    <message>
        <source>Viết ghi chú… (Shift+F2)</source>
        <translation>Write a note… (Shift+F2)</translation>
    </message>
    <message>
        <source>Muốn hỏi ở từng ô khi trả lại báo cáo: chọn ô rồi bấm Ctrl+Shift+M.</source>
        <translation>To ask in single cells when you return the report, choose a cell and press Ctrl+Shift+M.</translation>
    </message>
    <message>
        <source>Chưa có ghi chú nào. Báo cáo đã chốt, đã gửi vẫn ghi chú được.</source>
        <translation>No notes yet. A sealed or submitted report takes notes too.</translation>
    </message>
    <message>
        <source>Ghi cho ô đang chọn</source>
        <translation>About this cell</translation>
    </message>
    <message>
        <source>Ghi cho cả báo cáo</source>
        <translation>About the report</translation>
    </message>
    <message>
        <source>Đơn vị báo cáo cũng đọc được.</source>
        <translation>The reporting office reads it too.</translation>
    </message>
    <message>
        <source>Chỉ trong đơn vị đọc được.</source>
        <translation>Only this office reads it.</translation>
    </message>
    <message>
        <source>{office} cũng đọc được.</source>
        <translation>{office} reads it too.</translation>
    </message>
    <message>
        <source>Đơn vị nhận</source>
        <translation>The receiver</translation>
    </message>
    <message>
        <source>Cả báo cáo</source>
        <translation>The whole report</translation>
    </message>
    <message>
        <source>Ô không còn trong báo cáo</source>
        <translation>A cell that is gone</translation>
    </message>
    <message>
        <source>Câu hỏi</source>
        <translation>Question</translation>
    </message>
    <message>
        <source>Câu hỏi đã xong</source>
        <translation>Settled question</translation>
    </message>
    <message>
        <source>chờ đồng bộ</source>
        <translation>waiting to sync</translation>
    </message>
    <message>
        <source>chỉ trong đơn vị</source>
        <translation>this office only</translation>
    </message>
    <message>
        <source>Sẽ hỏi ở ô này khi trả lại báo cáo.</source>
        <translation>Asked here when the report is returned.</translation>
    </message>
    <message>
        <source>có câu hỏi</source>
        <translation>has a question</translation>
    </message>
    <message>
        <source>có ghi chú</source>
        <translation>has a note</translation>
    </message>
    <message>
        <source>Câu hỏi của {office}</source>
        <translation>Question from {office}</translation>
    </message>
    <message>
        <source>Ghi chú của {author}</source>
        <translation>Note by {author}</translation>
    </message>
    <message>
        <source>Ghi</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Ghi chú của báo cáo</source>
        <translation>Notes of the report</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Việc cần làm</source>
        <translation>What to do</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Xem bên cạnh bảng</source>
        <translation>Beside the table</translation>
    </message>
    <message>
        <source>Kiểm tra</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>So sánh</source>
        <translation>Compare</translation>
    </message>
    <message>
        <source>Lịch sử sửa</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Ghi chú</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Đính kèm</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>Những điểm cần xem</source>
        <translation>What to look at</translation>
    </message>
    <message>
        <source>Số kỳ này bên số kỳ trước và cùng kỳ năm trước</source>
        <translation>Figures beside last period&apos;s and last year&apos;s</translation>
    </message>
    <message>
        <source>Lịch sử sửa của ô</source>
        <translation>History of the cell</translation>
    </message>
    <message>
        <source>Chưa thấy điểm nào cần xem. Số liệu được đối chiếu ngay khi gõ.</source>
        <translation>Nothing to look at so far. Figures are checked as they are typed.</translation>
    </message>
    <message>
        <source>Còn {count} hệ thức chờ đủ số để đối chiếu.</source>
        <translation>Relations waiting for figures: {count}.</translation>
    </message>
    <message>
        <source>Và {count} điểm nữa.</source>
        <translation>And {count} more.</translation>
    </message>
    <message>
        <source>Chọn một dòng có số để so sánh.</source>
        <translation>Choose a row with figures to compare.</translation>
    </message>
    <message>
        <source>Chọn một ô để xem lịch sử sửa.</source>
        <translation>Choose a cell to see its history.</translation>
    </message>
    <message>
        <source>{cell}: chưa sửa lần nào.</source>
        <translation>{cell}: never edited.</translation>
    </message>
    <message>
        <source>Đã giải trình</source>
        <translation>Explained</translation>
    </message>
    <message>
        <source>Viết giải trình… (F7)</source>
        <translation>Write the explanation… (F7)</translation>
    </message>
    <message>
        <source>Hệ thức in trong biểu: {relation}</source>
        <translation>Relation as printed: {relation}</translation>
    </message>
</context>
<context>
    <name>Paste</name>
    <message>
        <source>Ô</source>
        <translation>Cell</translation>
    </message>
    <message>
        <source>Chép sang</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>Ghi vào biểu</source>
        <translation>Goes into the form</translation>
    </message>
    <message>
        <source>Vì sao cần xem</source>
        <translation>Why to look at it</translation>
    </message>
    <message>
        <source>Còn {count} ô khác như vậy.</source>
        <translation>{count} more cells like these.</translation>
    </message>
    <message>
        <source>Khối chép có {lines} dòng, {columns} cột; sẽ ghi vào {cells} ô.</source>
        <translation>The copied block has {lines} rows and {columns} columns; {cells} cells will be written.</translation>
    </message>
    <message>
        <source>Thêm {count} dòng mới.</source>
        <translation>{count} new rows.</translation>
    </message>
    <message>
        <source>Thứ tự dòng khác với biểu: ở dòng “{here}”, khối chép có “{there}”.</source>
        <translation>Rows are in another order than in the form: at “{here}” the block has “{there}”.</translation>
    </message>
    <message>
        <source>Ghi theo tên dòng</source>
        <translation>By row name</translation>
    </message>
    <message>
        <source>Ghi theo thứ tự</source>
        <translation>In this order</translation>
    </message>
    <message>
        <source>Khối chép có dòng trống ở chỗ tiêu đề nhóm của biểu.</source>
        <translation>The block has a blank row where the form has a group heading.</translation>
    </message>
    <message>
        <source>Dòng trống là tiêu đề nhóm</source>
        <translation>Blank row is a heading</translation>
    </message>
    <message>
        <source>Không có tiêu đề nhóm</source>
        <translation>It has no headings</translation>
    </message>
    <message>
        <source>Khối chép nhiều hơn số dòng của bảng {count} dòng.</source>
        <translation>The block has {count} rows more than the table.</translation>
    </message>
    <message>
        <source>Thêm dòng mới</source>
        <translation>Add new rows</translation>
    </message>
    <message>
        <source>Bỏ các dòng thừa</source>
        <translation>Leave them out</translation>
    </message>
    <message>
        <source>Bỏ {count} dòng đầu vì là tiêu đề cột của biểu.</source>
        <translation>The first {count} lines are left out: they are the form&apos;s own headings.</translation>
    </message>
    <message>
        <source>Chuyển sang Unicode</source>
        <translation>Turn into Unicode</translation>
    </message>
    <message>
        <source>Giữ nguyên</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>Chưa rõ {count} số viết theo cách nào; ví dụ “{text}”.</source>
        <translation>{count} numbers can be read two ways, such as “{text}”.</translation>
    </message>
    <message>
        <source>Kiểu Việt Nam: {value}</source>
        <translation>Vietnamese: {value}</translation>
    </message>
    <message>
        <source>Kiểu Anh – Mỹ: {value}</source>
        <translation>English: {value}</translation>
    </message>
    <message>
        <source>Bỏ qua các ô đó</source>
        <translation>Leave those cells out</translation>
    </message>
    <message>
        <source>{count} số có nhiều chữ số thập phân hơn cột nhận.</source>
        <translation>{count} numbers have more decimals than their column takes.</translation>
    </message>
    <message>
        <source>Làm tròn</source>
        <translation>Round them</translation>
    </message>
    <message>
        <source>{count} số là tỷ lệ %, còn cột không tính bằng %.</source>
        <translation>{count} numbers are percentages; their column is not in per cent.</translation>
    </message>
    <message>
        <source>Lấy số, bỏ dấu %</source>
        <translation>Take the number without %</translation>
    </message>
    <message>
        <source>{count} ô có số nhưng viết kèm dấu ngoặc, đơn vị hoặc theo cách khác.</source>
        <translation>{count} cells hold a number with brackets, a unit or in another style.</translation>
    </message>
    <message>
        <source>Lấy số đề nghị</source>
        <translation>Take what is proposed</translation>
    </message>
    <message>
        <source>{count} ô không đọc được theo cột của biểu; các ô đó giữ nguyên như cũ.</source>
        <translation>{count} cells cannot be read as their column asks; those cells stay as they are.</translation>
    </message>
    <message>
        <source>{count} dòng của khối chép không có chỗ trong bảng (từ dòng {line}), sẽ bỏ.</source>
        <translation>{count} rows of the block have no place in the table (from row {line} on) and are left out.</translation>
    </message>
    <message>
        <source>{count} ô nằm ngoài bên phải bảng, sẽ bỏ.</source>
        <translation>{count} cells lie right of the table and are left out.</translation>
    </message>
    <message>
        <source>{count} ô rơi vào ô mà biểu không cho điền (x), sẽ bỏ.</source>
        <translation>{count} cells fall on cells that the form closes (x) and are left out.</translation>
    </message>
    <message>
        <source>{count} dòng mang tên khác với biểu: “{here}”, trong khối chép là “{there}”.</source>
        <translation>{count} rows have another name than in the form: “{here}” is “{there}” in the block.</translation>
    </message>
    <message>
        <source>(bỏ qua)</source>
        <translation>(left out)</translation>
    </message>
    <message>
        <source>Biểu không cho điền ô này.</source>
        <translation>The form closes this cell.</translation>
    </message>
    <message>
        <source>Dòng {line} của khối chép</source>
        <translation>Row {line} of the block</translation>
    </message>
    <message>
        <source>Thêm dòng</source>
        <translation>Add a row</translation>
    </message>
    <message>
        <source>Bảng chưa có dòng này.</source>
        <translation>The table has no such row yet.</translation>
    </message>
    <message>
        <source>cột ({number})</source>
        <translation>column ({number})</translation>
    </message>
    <message>
        <source>dòng mới {line}</source>
        <translation>new row {line}</translation>
    </message>
    <message>
        <source>dòng {line}</source>
        <translation>row {line}</translation>
    </message>
    <message>
        <source>Đọc được hai cách.</source>
        <translation>Reads two ways.</translation>
    </message>
    <message>
        <source>Chữ gõ bằng bảng mã cũ.</source>
        <translation>Written in an old encoding.</translation>
    </message>
    <message>
        <source>Cột không tính bằng %.</source>
        <translation>The column is not in per cent.</translation>
    </message>
    <message>
        <source>{whole} phẩy {decimals}</source>
        <translation>{whole} point {decimals}</translation>
    </message>
    <message>
        <source>“{text}” không phải là số.</source>
        <translation>“{text}” is not a number.</translation>
    </message>
    <message>
        <source>Chưa chép gì để dán. Chép ô ở bảng tính trước, rồi dán vào đây.</source>
        <translation>Nothing to paste. Copy cells in a spreadsheet first, then paste here.</translation>
    </message>
    <message>
        <source>Chỗ này không có ô nào nhận số dán vào.</source>
        <translation>No cell here takes what is pasted.</translation>
    </message>
    <message>
        <source>Đã dán {count} ô.</source>
        <translation>{count} cells pasted.</translation>
    </message>
    <message>
        <source>Thêm {count} dòng.</source>
        <translation>{count} rows added.</translation>
    </message>
    <message>
        <source>Biểu tính khác số chép ở {count} ô; như {row} · cột ({column}): chép {theirs}, biểu tính {ours}.</source>
        <translation>The form calculates otherwise than was copied in {count} cells, such as {row} · column ({column}): copied {theirs}, calculated {ours}.</translation>
    </message>
    <message>
        <source>(trống)</source>
        <translation>(blank)</translation>
    </message>
    <message>
        <source>{count} ô do biểu tự tính, khớp với số chép.</source>
        <translation>{count} cells are calculated by the form and agree.</translation>
    </message>
    <message>
        <source>Hoàn tác</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Sau khi dán đã có sửa đổi khác. Bấm Ctrl+Z để lùi từng bước.</source>
        <translation>Something else was changed after pasting. Press Ctrl+Z to go back step by step.</translation>
    </message>
    <message>
        <source>Xem trước khi dán</source>
        <translation>Before pasting</translation>
    </message>
    <message>
        <source>Dán</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>Không dán</source>
        <translation>Do not paste</translation>
    </message>
    <message>
        <source>Các ô cần xem</source>
        <translation>Cells to look at</translation>
    </message>
</context>
<context>
    <name>Print</name>
    <message>
        <source>Đã lưu bản PDF: {path}</source>
        <translation>PDF saved: {path}</translation>
    </message>
    <message>
        <source>Có ô chưa đọc được số; trên bản in các ô đó để trống. Bản in mang dấu BẢN NHÁP.</source>
        <translation>Some cells could not be read; they are blank on paper. Every page is marked BẢN NHÁP (draft).</translation>
    </message>
    <message>
        <source>Báo cáo chưa chốt nên mỗi trang mang dấu BẢN NHÁP.</source>
        <translation>The report is not sealed, so every page is marked BẢN NHÁP (draft).</translation>
    </message>
    <message>
        <source>Số liệu đã chốt.</source>
        <translation>The figures are sealed.</translation>
    </message>
    <message>
        <source>Trang {number}/{count}</source>
        <translation>Page {number}/{count}</translation>
    </message>
    <message>
        <source>In báo cáo</source>
        <translation>Print the report</translation>
    </message>
    <message>
        <source>Bản nháp</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>Trang trước (Page Up)</source>
        <translation>Previous page (Page Up)</translation>
    </message>
    <message>
        <source>Trang sau (Page Down)</source>
        <translation>Next page (Page Down)</translation>
    </message>
    <message>
        <source>In…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Lưu PDF…</source>
        <translation>Save PDF…</translation>
    </message>
    <message>
        <source>Lưu bản PDF</source>
        <translation>Save as PDF</translation>
    </message>
    <message>
        <source>Tệp PDF (*.pdf)</source>
        <translation>PDF file (*.pdf)</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Đã lên {went} trên {total} mục</source>
        <translation>{went} of {total} items sent</translation>
    </message>
    <message>
        <source>{came} mục về máy này</source>
        <translation>{came} items received</translation>
    </message>
    <message>
        <source>Đưa tệp lên: “{name}”</source>
        <translation>Sending “{name}”</translation>
    </message>
    <message>
        <source>Tải tệp về: “{name}”</source>
        <translation>Fetching “{name}”</translation>
    </message>
    <message>
        <source>xong {whole} trên {count} tệp</source>
        <translation>{whole} of {count} files done</translation>
    </message>
    <message>
        <source>{done} trong {size}</source>
        <translation>{done} of {size}</translation>
    </message>
    <message>
        <source>đang ước tính thời gian còn lại</source>
        <translation>estimating the time left</translation>
    </message>
    <message>
        <source>sắp xong</source>
        <translation>almost done</translation>
    </message>
    <message>
        <source>còn dưới 1 phút</source>
        <translation>less than a minute left</translation>
    </message>
    <message>
        <source>còn khoảng {count} phút</source>
        <translation>about {count} minutes left</translation>
    </message>
    <message>
        <source>còn khoảng {count} giờ</source>
        <translation>about {count} hours left</translation>
    </message>
    <message>
        <source>{up} lên, {down} về</source>
        <translation>{up} up, {down} down</translation>
    </message>
    <message>
        <source>{size}/giây</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>Đã xong bao nhiêu</source>
        <translation>How far it is</translation>
    </message>
    <message>
        <source>Dừng lần này</source>
        <translation>Stop this time</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Việc cần làm</source>
        <translation>To do</translation>
    </message>
    <message>
        <source>Báo cáo</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Tổng hợp</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Vướng mắc</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>Đồng bộ</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>Cài đặt</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>Báo cáo</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Nội dung</source>
        <translation>Proves</translation>
    </message>
    <message>
        <source>Hệ thống nhận lúc</source>
        <translation>Received by the system at</translation>
    </message>
    <message>
        <source>Chốt lúc, theo giờ của máy lập</source>
        <translation>Sealed at, by the clock of the computer it was made on</translation>
    </message>
    <message>
        <source>Hạn gửi</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>Mã nội dung</source>
        <translation>Content hash</translation>
    </message>
    <message>
        <source>Máy, đợt, số, bản</source>
        <translation>Device, epoch, number, revision</translation>
    </message>
    <message>
        <source>Khóa của hệ thống</source>
        <translation>The system&apos;s key</translation>
    </message>
    <message>
        <source>Chữ ký</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>BIÊN NHẬN CỦA HỆ THỐNG</source>
        <translation>RECEIPT OF THE SYSTEM</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Xin nhập mã khôi phục trên bản đã in.</source>
        <translation>Please enter the printed recovery code.</translation>
    </message>
    <message>
        <source>Đang mở kho dữ liệu…</source>
        <translation>Opening the store…</translation>
    </message>
    <message>
        <source>Mã này không phải của kho dữ liệu trên máy này. Không có gì bị thay đổi. Xin tìm bản in của đúng máy này.</source>
        <translation>This code is not that of the store on this computer. Nothing was changed. Please find what was printed for this computer.</translation>
    </message>
    <message>
        <source>Nhập mã khôi phục</source>
        <translation>Enter the recovery code</translation>
    </message>
    <message>
        <source>Mã khôi phục</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>14 nhóm, mỗi nhóm bốn ký tự</source>
        <translation>14 groups of four characters</translation>
    </message>
    <message>
        <source>Để sau</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Mở kho dữ liệu</source>
        <translation>Open the store</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Đã tiếp nhận.</source>
        <translation>Received.</translation>
    </message>
    <message>
        <source>Chấp nhận báo cáo này?</source>
        <translation>Accept this report?</translation>
    </message>
    <message>
        <source>Đơn vị báo cáo không sửa được nữa, trừ khi báo cáo được mở khóa.</source>
        <translation>The reporting office cannot change it any more, unless it is unlocked.</translation>
    </message>
    <message>
        <source>Chấp nhận</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>Xem lại</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>Đã chấp nhận.</source>
        <translation>Accepted.</translation>
    </message>
    <message>
        <source>Đã trả lại báo cáo.</source>
        <translation>Returned.</translation>
    </message>
    <message>
        <source> và {count} ô nữa</source>
        <translation> and {count} more</translation>
    </message>
    <message>
        <source>Câu hỏi được ghim vào {count} ô: {cells}.</source>
        <translation>The question is pinned to {count} cells: {cells}.</translation>
    </message>
    <message>
        <source>Câu hỏi đặt cho cả báo cáo. Muốn hỏi ở từng ô, ghim ô trước (Ctrl+Shift+M).</source>
        <translation>The question is about the whole report. To ask in single cells, pin them first (Ctrl+Shift+M).</translation>
    </message>
    <message>
        <source>Trả lại báo cáo này?</source>
        <translation>Return this report?</translation>
    </message>
    <message>
        <source>Đơn vị báo cáo sửa lại được số liệu, rồi chốt và gửi lại.</source>
        <translation>The reporting office can change its figures again, then seals and submits anew.</translation>
    </message>
    <message>
        <source>Trả lại</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Chưa trả lại</source>
        <translation>Not yet</translation>
    </message>
    <message>
        <source>Lý do, câu hỏi cho đơn vị báo cáo</source>
        <translation>Reason, or question to the reporting office</translation>
    </message>
    <message>
        <source>{done} Đơn vị báo cáo biết khi máy này đồng bộ xong.</source>
        <translation>{done} The reporting office learns of it once this computer has synchronised.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Đồng bộ những gì</source>
        <translation>What to sync</translation>
    </message>
    <message>
        <source>Mạng chậm thì để tệp đính kèm chờ; số liệu và báo cáo luôn được đồng bộ.</source>
        <translation>On a slow network attached files may wait; figures and reports are always synced.</translation>
    </message>
    <message>
        <source>Cả tệp đính kèm</source>
        <translation>Attached files too</translation>
    </message>
    <message>
        <source>Chỉ báo cáo</source>
        <translation>Reports only</translation>
    </message>
    <message>
        <source>Giờ yên lặng</source>
        <translation>Quiet hours</translation>
    </message>
    <message>
        <source>Trong giờ này máy không tự đồng bộ, trừ báo cáo đã chốt, đã ký hoặc đã bấm gửi.</source>
        <translation>Nothing syncs by itself in these hours but what was sealed, signed or submitted.</translation>
    </message>
    <message>
        <source>Không đặt</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Hằng ngày</source>
        <translation>Every day</translation>
    </message>
    <message>
        <source>Giờ yên lặng, từ</source>
        <translation>Quiet hours, from</translation>
    </message>
    <message>
        <source>Giờ yên lặng, đến</source>
        <translation>Quiet hours, to</translation>
    </message>
    <message>
        <source>từ</source>
        <translation>from</translation>
    </message>
    <message>
        <source>đến</source>
        <translation>to</translation>
    </message>
    <message>
        <source>Các lựa chọn</source>
        <translation>The choices</translation>
    </message>
    <message>
        <source>Cài đặt</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Ngôn ngữ</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Lời trong chương trình. Biểu mẫu và số liệu giữ nguyên như ban hành.</source>
        <translation>The program&apos;s words. Forms and figures stay as issued.</translation>
    </message>
    <message>
        <source>Giao diện</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>Máy đặt độ tương phản cao thì chương trình theo màu của máy.</source>
        <translation>Where the system asks for high contrast, its own colours are used.</translation>
    </message>
    <message>
        <source>Theo máy</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>Sáng</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Tối</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Chiều cao dòng</source>
        <translation>Row height</translation>
    </message>
    <message>
        <source>Trong bảng nhập số.</source>
        <translation>In the grid.</translation>
    </message>
    <message>
        <source>Thấp</source>
        <translation>Low</translation>
    </message>
    <message>
        <source>Cao</source>
        <translation>High</translation>
    </message>
    <message>
        <source>Vừa</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Cỡ chữ trong bảng</source>
        <translation>Size of letters in the grid</translation>
    </message>
    <message>
        <source>Khi đang ở trong bảng: Ctrl+dấu cộng, Ctrl+dấu trừ; Ctrl+0 trở về 100%.</source>
        <translation>In the grid: Ctrl+plus, Ctrl+minus; Ctrl+0 goes back to 100%.</translation>
    </message>
    <message>
        <source>Xem lại ba bước đầu</source>
        <translation>See the first three steps again</translation>
    </message>
    <message>
        <source>Hướng dẫn (F1)</source>
        <translation>Help (F1)</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>Lỗi</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Cần giải trình</source>
        <translation>Explain</translation>
    </message>
    <message>
        <source>Cảnh báo</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>Chưa đủ</source>
        <translation>Incomplete</translation>
    </message>
    <message>
        <source>Gợi ý</source>
        <translation>Hint</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>chỉ đọc</source>
        <translation>read only</translation>
    </message>
    <message>
        <source>chưa đọc được</source>
        <translation>not read</translation>
    </message>
    <message>
        <source>sửa ở hai nơi</source>
        <translation>edited in two places</translation>
    </message>
    <message>
        <source>bị hệ thống từ chối</source>
        <translation>refused by the system</translation>
    </message>
    <message>
        <source>có lỗi</source>
        <translation>has an error</translation>
    </message>
    <message>
        <source>cần giải trình</source>
        <translation>to be explained</translation>
    </message>
    <message>
        <source>có cảnh báo</source>
        <translation>has a warning</translation>
    </message>
    <message>
        <source>chưa lưu</source>
        <translation>not saved yet</translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>Đã tạm dừng đồng bộ</source>
        <translation>Sync is paused</translation>
    </message>
    <message>
        <source>Thay đổi vẫn lưu trên máy này; bấm Tiếp tục thì đồng bộ lại.</source>
        <translation>Changes are still saved on this computer; press Resume to sync again.</translation>
    </message>
    <message>
        <source>Giờ yên lặng đến {time}</source>
        <translation>Quiet hours until {time}</translation>
    </message>
    <message>
        <source>Báo cáo đã chốt, đã ký hoặc đã bấm gửi vẫn tự đi; phần còn lại chờ hết giờ.</source>
        <translation>What was sealed, signed or submitted still goes; the rest waits until they are over.</translation>
    </message>
    <message>
        <source>Chỉ đồng bộ báo cáo</source>
        <translation>Only reports are synced</translation>
    </message>
    <message>
        <source>Tệp đính kèm chờ đến khi bỏ lựa chọn này trong Cài đặt.</source>
        <translation>Attached files wait until this is changed in Settings.</translation>
    </message>
    <message>
        <source>Mạng tính tiền theo dung lượng: tệp đính kèm chờ</source>
        <translation>This network costs by the byte: attached files wait</translation>
    </message>
    <message>
        <source>Số liệu vẫn đồng bộ; tệp đi khi có mạng khác, hoặc khi bấm Đồng bộ ngay.</source>
        <translation>Figures still sync; files go on another network, or when Sync now is pressed.</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Đang lập</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>Đã chốt</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>Đã ký</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>Đã gửi</source>
        <translation>Submitted</translation>
    </message>
    <message>
        <source>Đã tiếp nhận</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Đã chấp nhận</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>Bị trả lại</source>
        <translation>Returned</translation>
    </message>
</context>
<context>
    <name>Sync</name>
    <message>
        <source>Sửa ở hai nơi</source>
        <translation>Edited in two places</translation>
    </message>
    <message>
        <source>{count} chỗ chờ chọn số đúng</source>
        <translation>{count} to be decided</translation>
    </message>
    <message>
        <source>{count} mục chờ xem lại</source>
        <translation>{count} to look at again</translation>
    </message>
    <message>
        <source>Bản trên máy này khác bản trên hệ thống; lần đồng bộ tới sẽ tự lấy lại.</source>
        <translation>The copy here is not the system&apos;s; it is fetched again with the next sync.</translation>
    </message>
    <message>
        <source>Khác hệ thống</source>
        <translation>Not the system&apos;s</translation>
    </message>
    <message>
        <source>Chưa đối chiếu xong</source>
        <translation>Not compared yet</translation>
    </message>
    <message>
        <source>Dữ liệu của hệ thống chưa về đủ; máy tự đối chiếu khi kết nối và nhận đủ. Không phải làm gì.</source>
        <translation>What the system has is not all here; it is compared once connected and complete. There is nothing to do.</translation>
    </message>
    <message>
        <source>Số liệu hai bên chưa giống nhau</source>
        <translation>The two sides do not hold the same</translation>
    </message>
    <message>
        <source>Máy đang tự tìm báo cáo khác nhau để lấy lại. Không phải làm gì.</source>
        <translation>The reports that differ are being found and fetched again. There is nothing to do.</translation>
    </message>
    <message>
        <source>{count} ô</source>
        <translation>{count} cell(s)</translation>
    </message>
    <message>
        <source>{count} tệp đính kèm</source>
        <translation>{count} attachments</translation>
    </message>
    <message>
        <source>Đã lên {percent}</source>
        <translation>{percent} is in the system</translation>
    </message>
    <message>
        <source>Chờ đồng bộ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Gồm {parts}</source>
        <translation>Holds {parts}</translation>
    </message>
    <message>
        <source>Tệp đính kèm, {size}</source>
        <translation>Attachment, {size}</translation>
    </message>
    <message>
        <source>Đã báo chốt, bản chốt chưa tới</source>
        <translation>Seal announced, its content not there yet</translation>
    </message>
    <message>
        <source>Hệ thống đã nhận lời báo chốt</source>
        <translation>The system has the announcement of the seal</translation>
    </message>
    <message>
        <source>Hệ thống đã nhận bản chốt</source>
        <translation>The system has the sealed report</translation>
    </message>
    <message>
        <source>Đã gửi</source>
        <translation>Submitted</translation>
    </message>
    <message>
        <source>Hệ thống đã nhận đúng bản đã báo chốt</source>
        <translation>The system has the very version that was announced</translation>
    </message>
    <message>
        <source>quá hạn</source>
        <translation>late</translation>
    </message>
    <message>
        <source>đúng hạn</source>
        <translation>on time</translation>
    </message>
    <message>
        <source>Biên nhận số {seq}, bản {rev}, khóa {key}</source>
        <translation>Receipt {seq}, revision {rev}, key {key}</translation>
    </message>
    <message>
        <source>Lên {up}, về {down}</source>
        <translation>{up} up, {down} down</translation>
    </message>
    <message>
        <source>{count} mục lên hệ thống</source>
        <translation>to the system: {count}</translation>
    </message>
    <message>
        <source>Chưa đồng bộ được</source>
        <translation>Not synchronised</translation>
    </message>
    <message>
        <source>Chưa xong</source>
        <translation>Not finished</translation>
    </message>
    <message>
        <source>{count} mục về máy này</source>
        <translation>to this machine: {count}</translation>
    </message>
    <message>
        <source>Phần còn lại đi ở lần sau.</source>
        <translation>The rest goes next time.</translation>
    </message>
    <message>
        <source>Không có gì mới ở hai phía</source>
        <translation>Nothing new on either side</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>{outcome} · {count} lần</source>
        <translation>{outcome} · {count} times</translation>
    </message>
    <message>
        <source>Bị từ chối</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Dừng giữa chừng</source>
        <translation>Stopped halfway</translation>
    </message>
    <message>
        <source>Từ {moment}</source>
        <translation>Since {moment}</translation>
    </message>
    <message>
        <source>Trong {time}</source>
        <translation>Took {time}</translation>
    </message>
    <message>
        <source>lần cuối từ {start} đến {end}</source>
        <translation>the last from {start} to {end}</translation>
    </message>
    <message>
        <source>{count} lượt hỏi</source>
        <translation>{count} requests</translation>
    </message>
    <message>
        <source>Chi tiết kỹ thuật: {parts}</source>
        <translation>Technical detail: {parts}</translation>
    </message>
    <message>
        <source>dưới 1 giây</source>
        <translation>less than a second</translation>
    </message>
    <message>
        <source>{count} giây</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{minutes} phút {seconds} giây</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>Đồng bộ</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>Đồng bộ ngay</source>
        <translation>Sync now</translation>
    </message>
    <message>
        <source>Chưa khớp</source>
        <translation>Differs</translation>
    </message>
    <message>
        <source>Không có gì chờ: mọi thay đổi trên máy này đã lên hệ thống.</source>
        <translation>Nothing waits: every change on this machine is in the system.</translation>
    </message>
    <message>
        <source>Sao chép</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Sao chép biên nhận đang chọn (Ctrl+C)</source>
        <translation>Copy the chosen receipt (Ctrl+C)</translation>
    </message>
    <message>
        <source>Sao chép biên nhận đang chọn</source>
        <translation>Copy the chosen receipt</translation>
    </message>
    <message>
        <source>Biên nhận</source>
        <translation>Receipts</translation>
    </message>
    <message>
        <source>Chưa có biên nhận nào. Mỗi lần chốt hoặc gửi báo cáo, hệ thống trả một biên nhận.</source>
        <translation>No receipts yet. The system gives one for every report sealed or submitted.</translation>
    </message>
    <message>
        <source>Các lần đồng bộ gần đây</source>
        <translation>Recent syncs</translation>
    </message>
    <message>
        <source>Chưa đồng bộ lần nào.</source>
        <translation>Not synced yet.</translation>
    </message>
    <message>
        <source>Không có thay đổi nào chờ đồng bộ.</source>
        <translation>No changes are waiting to sync.</translation>
    </message>
    <message>
        <source>Đọc lại</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>Tiếp tục</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Tạm dừng</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Đã sao chép biên nhận: dán vào thư hoặc văn bản.</source>
        <translation>The receipt was copied: paste it into a letter or document.</translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>{time} hôm nay</source>
        <translation>{time} today</translation>
    </message>
    <message>
        <source>{time} hôm qua</source>
        <translation>{time} yesterday</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Bản {version} đã sẵn sàng</source>
        <translation>Version {version} is ready</translation>
    </message>
    <message>
        <source>Đang dùng bản {version}.</source>
        <translation>Version {version} is in use.</translation>
    </message>
    <message>
        <source>Máy sẽ tải tiếp khi đường mạng rảnh; bấm Kiểm tra ngay để tải luôn.</source>
        <translation>It goes on when the network is free; Check now fetches it at once.</translation>
    </message>
    <message>
        <source>Trong 48 giờ trước hạn gửi, máy không đổi bản.</source>
        <translation>Within 48 hours before a deadline the version does not change.</translation>
    </message>
    <message>
        <source>Kiểm tra lúc {when}.</source>
        <translation>Checked at {when}.</translation>
    </message>
    <message>
        <source>Chưa kiểm tra lần nào.</source>
        <translation>Not checked yet.</translation>
    </message>
    <message>
        <source>Đang thử bản mới trên máy này…</source>
        <translation>Testing the new version on this computer…</translation>
    </message>
    <message>
        <source>Đang tải {done} / {total}</source>
        <translation>Fetching {done} of {total}</translation>
    </message>
    <message>
        <source>Đang xem cần tải những gì…</source>
        <translation>Finding out what has to be fetched…</translation>
    </message>
    <message>
        <source>Đang kiểm tra…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Đang đồng bộ hoặc đang ghi tệp: chờ xong rồi bấm lại.</source>
        <translation>Syncing, or a file is being written: press again when that is done.</translation>
    </message>
    <message>
        <source>Có gì mới</source>
        <translation>What is new</translation>
    </message>
    <message>
        <source>Khởi động lại ngay</source>
        <translation>Restart now</translation>
    </message>
    <message>
        <source>Kiểm tra ngay</source>
        <translation>Check now</translation>
    </message>
    <message>
        <source>Lấy từ USB…</source>
        <translation>From a USB stick…</translation>
    </message>
    <message>
        <source>Lấy bản cập nhật từ USB</source>
        <translation>Take an update from a USB stick</translation>
    </message>
    <message>
        <source>Tệp cập nhật (.zip)…</source>
        <translation>Update file (.zip)…</translation>
    </message>
    <message>
        <source>Thư mục cập nhật…</source>
        <translation>Update folder…</translation>
    </message>
    <message>
        <source>Để sau 7 ngày</source>
        <translation>Wait 7 days</translation>
    </message>
    <message>
        <source>Không hoãn nữa</source>
        <translation>Wait no longer</translation>
    </message>
    <message>
        <source>Cập nhật</source>
        <translation>Updates</translation>
    </message>
    <message>
        <source>Chọn tệp cập nhật</source>
        <translation>Choose the update file</translation>
    </message>
    <message>
        <source>Tệp cập nhật (*.zip)</source>
        <translation>Update files (*.zip)</translation>
    </message>
    <message>
        <source>Chọn thư mục cập nhật</source>
        <translation>Choose the update folder</translation>
    </message>
</context>
<context>
    <name>Usb</name>
    <message>
        <source>phieu mang ho {time}.json</source>
        <translation>note of carriage {time}.json</translation>
    </message>
    <message>
        <source>Đang gom các thay đổi…</source>
        <translation>Collecting the changes…</translation>
    </message>
    <message>
        <source>Đang ghi ra tệp, chưa rút USB…</source>
        <translation>Writing the file; leave the stick in place…</translation>
    </message>
    <message>
        <source>Đang đọc tệp…</source>
        <translation>Reading the file…</translation>
    </message>
    <message>
        <source>Đang nhập gói…</source>
        <translation>Taking the bundle in…</translation>
    </message>
    <message>
        <source>Khi không có mạng: xuất gói ra USB, mang đến nơi nhận của hệ thống, rồi nhập gói trả về ở máy này.</source>
        <translation>Without a network: export a bundle to a USB stick, carry it to where the system takes bundles, and import here what comes back.</translation>
    </message>
    <message>
        <source>Gói số {number} xuất lúc {time}, có thay đổi của {reports} báo cáo. Chưa nhập gói trả về.</source>
        <translation>Bundle {number} was exported {time}, with changes of {reports} report(s). Its answer has not been imported.</translation>
    </message>
    <message>
        <source>Gói số {number} đã có gói trả về, nhập lúc {time}.</source>
        <translation>Bundle {number} is answered; the answer was imported {time}.</translation>
    </message>
    <message>
        <source>{name} (để đọc).txt</source>
        <translation>{name} (to read).txt</translation>
    </message>
    <message>
        <source>Đã lưu phiếu nhận mang hộ: {name}, kèm bản để đọc và in: {page}</source>
        <translation>The note of carriage was saved: {name}, and a page to read and print: {page}</translation>
    </message>
    <message>
        <source>Gói số {number} xuất lúc {time}, không có thay đổi nào của máy này.</source>
        <translation>Bundle {number} was exported at {time}, with nothing of this computer in it.</translation>
    </message>
    <message>
        <source>Gói số {number} xuất lúc {time}; hệ thống đã trả lời qua mạng, khỏi chờ gói trả về.</source>
        <translation>Bundle {number} was exported at {time}; the system has answered over the network, no need to wait for the bundle that comes back.</translation>
    </message>
    <message>
        <source>Trong tệp có {count} gói mang hộ.</source>
        <translation>The file carries {count} bundles for others.</translation>
    </message>
    <message>
        <source>PHIẾU NHẬN MANG HỘ GÓI DỮ LIỆU</source>
        <translation>NOTE OF CARRIAGE FOR DATA BUNDLES</translation>
    </message>
    <message>
        <source>(không phải là biên nhận của hệ thống)</source>
        <translation>(this is no receipt of the system)</translation>
    </message>
    <message>
        <source>Đơn vị nhận mang: {office}</source>
        <translation>Carried by: {office}</translation>
    </message>
    <message>
        <source>Nhận lúc: {time}</source>
        <translation>Taken along at: {time}</translation>
    </message>
    <message>
        <source>Gồm {count} gói, còn niêm phong:</source>
        <translation>Bundles: {count}, sealed:</translation>
    </message>
    <message>
        <source>{number}. {office}: gói lập lúc {time}, có thay đổi của {reports} báo cáo.</source>
        <translation>{number}. {office}: made at {time}, with changes of {reports} reports.</translation>
    </message>
    <message>
        <source>   Mã niêm phong: {mark}</source>
        <translation>   Seal: {mark}</translation>
    </message>
    <message>
        <source>Tệp “{name}” có chữ ký của máy nhận mang; bấm Nhập gói… để biết phiếu còn nguyên không.</source>
        <translation>The file “{name}” bears the carrying computer&apos;s signature; Import bundle… tells whether the note is intact.</translation>
    </message>
    <message>
        <source>Người giao: ____________________      Người nhận: ____________________</source>
        <translation>Given by: ____________________      Taken by: ____________________</translation>
    </message>
    <message>
        <source>{count} mục đã lên hệ thống</source>
        <translation>{count} entries in the system</translation>
    </message>
    <message>
        <source>{count} biên nhận</source>
        <translation>{count} receipts</translation>
    </message>
    <message>
        <source>{count} mục mới về máy này</source>
        <translation>{count} entries new on this computer</translation>
    </message>
    <message>
        <source>{count} mục cần xem ở Vướng mắc</source>
        <translation>{count} entries to look at under Needs you</translation>
    </message>
    <message>
        <source>Gồm {parts}.</source>
        <translation>In it: {parts}.</translation>
    </message>
    <message>
        <source>Xuất gói…</source>
        <translation>Export bundle…</translation>
    </message>
    <message>
        <source>Ghi mọi thay đổi chưa lên hệ thống ra một tệp niêm phong</source>
        <translation>Writes every change that is not in the system to a sealed file</translation>
    </message>
    <message>
        <source>Nhập gói…</source>
        <translation>Import bundle…</translation>
    </message>
    <message>
        <source>Nhập gói trả về của hệ thống, hoặc nhận mang hộ gói của máy khác</source>
        <translation>Takes in the system&apos;s answer, or takes another computer&apos;s bundle along</translation>
    </message>
    <message>
        <source>Lưu phiếu nhận mang hộ…</source>
        <translation>Save the note of carriage…</translation>
    </message>
    <message>
        <source>Đang ghi hoặc đọc gói</source>
        <translation>Writing or reading a bundle</translation>
    </message>
    <message>
        <source>Mang bằng USB</source>
        <translation>By USB stick</translation>
    </message>
    <message>
        <source>Xuất gói ra tệp</source>
        <translation>Export the bundle to a file</translation>
    </message>
    <message>
        <source>Chọn gói cần nhập</source>
        <translation>Choose the bundle to import</translation>
    </message>
    <message>
        <source>Gói, phiếu nhận mang hộ (*.sbc *.json)</source>
        <translation>Bundles, notes of carriage (*.sbc *.json)</translation>
    </message>
    <message>
        <source>Lưu phiếu nhận mang hộ</source>
        <translation>Save the note of carriage</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Tìm báo cáo (Ctrl+K)</source>
        <translation>Find a report (Ctrl+K)</translation>
    </message>
    <message>
        <source>Tìm báo cáo</source>
        <translation>Find a report</translation>
    </message>
    <message>
        <source>Việc cần làm</source>
        <translation>To do</translation>
    </message>
    <message>
        <source>Báo cáo</source>
        <translation>Reports</translation>
    </message>
    <message>
        <source>Tổng hợp</source>
        <translation>Received</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>Quá hạn</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>Bị trả lại</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>Hôm nay và ngày mai</source>
        <translation>Today and tomorrow</translation>
    </message>
    <message>
        <source>Tuần này</source>
        <translation>This week</translation>
    </message>
    <message>
        <source>Sau đó</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Đã hoàn thành kỳ này</source>
        <translation>Done this period</translation>
    </message>
    <message>
        <source>Chờ đồng bộ để gửi</source>
        <translation>Waiting to be submitted</translation>
    </message>
    <message>
        <source>Chưa nhập số</source>
        <translation>Not begun</translation>
    </message>
    <message>
        <source>Hạn gửi {day}</source>
        <translation>Due {day}</translation>
    </message>
    <message>
        <source>Máy khác đã có số</source>
        <translation>Figures on another computer</translation>
    </message>
    <message>
        <source>Hỏi: “{text}”</source>
        <translation>Asked: “{text}”</translation>
    </message>
    <message>
        <source>Sửa lần cuối {time}</source>
        <translation>Last edited {time}</translation>
    </message>
    <message>
        <source>Không còn việc nào trong kỳ này</source>
        <translation>Nothing left to do this period</translation>
    </message>
    <message>
        <source>Khi hệ thống giao báo cáo mới, báo cáo sẽ hiện ở đây cùng hạn gửi.</source>
        <translation>New reports appear here with their deadline when the system asks for them.</translation>
    </message>
    <message>
        <source>Chưa có báo cáo nào trên máy này</source>
        <translation>No reports on this machine yet</translation>
    </message>
    <message>
        <source>Mở một việc trong Việc cần làm để bắt đầu lập báo cáo.</source>
        <translation>Open an entry of To do to begin a report.</translation>
    </message>
    <message>
        <source>Chưa nhận được báo cáo nào</source>
        <translation>No reports received yet</translation>
    </message>
    <message>
        <source>Báo cáo của đơn vị cấp dưới hiện ở đây ngay khi hệ thống nhận được.</source>
        <translation>Reports of the offices below appear here as soon as the system has them.</translation>
    </message>
    <message>
        <source>Không có báo cáo nào như vậy</source>
        <translation>No report like that</translation>
    </message>
    <message>
        <source>Bỏ bớt lựa chọn ở trên, hoặc nhấn Esc tại đó, để xem các báo cáo khác.</source>
        <translation>Take some of the choices above away, or press Esc there, to see other reports.</translation>
    </message>
    <message>
        <source>Không tìm thấy báo cáo nào</source>
        <translation>No report found</translation>
    </message>
    <message>
        <source>Thử tìm theo mã biểu, tên biểu hoặc kỳ báo cáo, có dấu hay không dấu đều được.</source>
        <translation>Try the form&apos;s code, its name or the period, with or without diacritics.</translation>
    </message>
    <message>
        <source>{filled}/{needed} ô</source>
        <translation>{filled}/{needed} cells</translation>
    </message>
    <message>
        <source>đã điền {filled} trên {needed} ô</source>
        <translation>{filled} of {needed} cells filled</translation>
    </message>
    <message>
        <source>{count} lỗi</source>
        <translation>{count} errors</translation>
    </message>
    <message>
        <source>Đang đọc danh sách…</source>
        <translation>Reading the list…</translation>
    </message>
    <message>
        <source>Máy đang bận; danh sách sẽ hiện ngay tại đây.</source>
        <translation>The computer is busy; the list will appear right here.</translation>
    </message>
    <message>
        <source>Đọc lại</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>Chưa đọc được danh sách</source>
        <translation>The list could not be read</translation>
    </message>
    <message>
        <source>Số liệu đã lưu trên máy này không bị thay đổi.</source>
        <translation>Figures saved on this computer are unchanged.</translation>
    </message>
</context>
<context>
    <name>Workbook</name>
    <message>
        <source>Dòng</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>Cột</source>
        <translation>Column</translation>
    </message>
    <message>
        <source>Cần xem</source>
        <translation>Look at</translation>
    </message>
    <message>
        <source>Đang có</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Trong Excel</source>
        <translation>In Excel</translation>
    </message>
    <message>
        <source>Lỗi</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Hướng xử lý</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source> (để điền)</source>
        <translation> (to fill in)</translation>
    </message>
    <message>
        <source>Có ô chưa đọc được số. Sửa ô có dấu đỏ rồi xuất.</source>
        <translation>Some cells could not be read. Mend those marked red, then export.</translation>
    </message>
    <message>
        <source>Đã xuất ra “{file}”.</source>
        <translation>Exported to “{file}”.</translation>
    </message>
    <message>
        <source>Đang ghi tệp Excel…</source>
        <translation>Writing the Excel file…</translation>
    </message>
    <message>
        <source>Đang đọc “{file}”…</source>
        <translation>Reading “{file}”…</translation>
    </message>
    <message>
        <source>“{file}” không có ô nào khác báo cáo.</source>
        <translation>No cell of “{file}” differs from the report.</translation>
    </message>
    <message>
        <source>Báo cáo vừa thay đổi trong lúc xem nên chưa lấy số nào. Xin nhập lại tệp.</source>
        <translation>The report changed meanwhile, so nothing was taken. Please import the file again.</translation>
    </message>
    <message>
        <source>Đã lấy {count} ô từ Excel. Ctrl+Z để hoàn tác.</source>
        <translation>{count} cells taken from Excel. Ctrl+Z takes them back.</translation>
    </message>
    <message>
        <source>{now} thành {new}</source>
        <translation>{now} becomes {new}</translation>
    </message>
    <message>
        <source>Nhập số liệu từ Excel</source>
        <translation>Import figures from Excel</translation>
    </message>
    <message>
        <source>“{file}” còn {count} chỗ cần sửa, nên chưa lấy số nào. Sửa trong Excel rồi nhập lại.</source>
        <translation>“{file}” has {count} places to mend, so nothing was taken. Mend them in Excel and import again.</translation>
    </message>
    <message>
        <source>Chưa nhập được</source>
        <translation>Not imported</translation>
    </message>
    <message>
        <source>“{file}” được xuất từ báo cáo này. Chọn các ô sẽ lấy vào báo cáo.</source>
        <translation>“{file}” was exported from this report. Choose the cells to take.</translation>
    </message>
    <message>
        <source>“{file}” không phải tệp xuất từ phần mềm: số được ghép theo tiêu đề cột và tên dòng. Xem kỹ trước khi lấy.</source>
        <translation>“{file}” was not exported by this program: figures are matched by column headings and row names. Look closely before taking them.</translation>
    </message>
    <message>
        <source>(trống)</source>
        <translation>(blank)</translation>
    </message>
    <message>
        <source>Sửa ở hai nơi; khi xuất là {base}</source>
        <translation>Edited in two places; {base} when exported</translation>
    </message>
    <message>
        <source>Chữ “{text}”: nghìn hay thập phân?</source>
        <translation>“{text}”: thousands or decimals?</translation>
    </message>
    <message>
        <source>Dòng đã bỏ ở phần mềm, có sửa trong Excel; lấy là giữ lại dòng</source>
        <translation>Row removed here and edited in Excel; taking it keeps the row</translation>
    </message>
    <message>
        <source>(chưa có tên)</source>
        <translation>(no name yet)</translation>
    </message>
    <message>
        <source>cả dòng</source>
        <translation>whole row</translation>
    </message>
    <message>
        <source>(không có)</source>
        <translation>(none)</translation>
    </message>
    <message>
        <source>Dòng mới, {count} số</source>
        <translation>New row, {count} figures</translation>
    </message>
    <message>
        <source>Đang làm việc với tệp Excel</source>
        <translation>Working with the Excel file</translation>
    </message>
    <message>
        <source>Xuất Excel để in, lưu…</source>
        <translation>Export to Excel to print or keep…</translation>
    </message>
    <message>
        <source>Xuất Excel để điền số…</source>
        <translation>Export to Excel to fill in…</translation>
    </message>
    <message>
        <source>Nhập số từ Excel…</source>
        <translation>Import figures from Excel…</translation>
    </message>
    <message>
        <source>Xuất báo cáo ra Excel</source>
        <translation>Export the report to Excel</translation>
    </message>
    <message>
        <source>Nhập số từ tệp Excel</source>
        <translation>Import figures from an Excel file</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Mở tệp</source>
        <translation>Open the file</translation>
    </message>
    <message>
        <source>Các ô sẽ lấy</source>
        <translation>Cells to take</translation>
    </message>
    <message>
        <source>Chọn tất cả</source>
        <translation>Choose all</translation>
    </message>
    <message>
        <source>Bỏ chọn</source>
        <translation>Choose none</translation>
    </message>
    <message>
        <source>Không lấy</source>
        <translation>Take nothing</translation>
    </message>
    <message>
        <source>Lấy {count} mục đã chọn</source>
        <translation>Take the {count} chosen</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Chép danh sách</source>
        <translation>Copy the list</translation>
    </message>
</context>
</TS>
