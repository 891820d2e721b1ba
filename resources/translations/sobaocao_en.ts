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
        <source>đính kèm</source>
        <translation>attach</translation>
    </message>
    <message>
        <source>chuyển phiên bản biểu</source>
        <translation>move to another form version</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>dòng “{label}”</source>
        <translation>row “{label}”</translation>
    </message>
    <message>
        <source>cột ({number})</source>
        <translation>column ({number})</translation>
    </message>
    <message>
        <source>giữ dòng</source>
        <translation>keep the row</translation>
    </message>
    <message>
        <source>bỏ dòng</source>
        <translation>drop the row</translation>
    </message>
    <message>
        <source>trống</source>
        <translation>blank</translation>
    </message>
    <message>
        <source>{cell}: gốc {base}; số của đơn vị {mine}; số trên hệ thống {theirs}.</source>
        <translation>{cell}: agreed {base}; the office&apos;s figure {mine}; the system&apos;s figure {theirs}.</translation>
    </message>
    <message>
        <source>{cell}: gốc “{base}”; đơn vị viết “{mine}”; trên hệ thống “{theirs}”.</source>
        <translation>{cell}: base “{base}”; this office wrote “{mine}”; in the system “{theirs}”.</translation>
    </message>
    <message>
        <source>Cả hai bản đều được giữ. Báo cáo này chưa chốt được khi còn chỗ sửa ở hai nơi.</source>
        <translation>Both texts are kept. This report cannot be sealed while anything is edited in two places.</translation>
    </message>
    <message>
        <source>Trên hệ thống: {author}, {time}.</source>
        <translation>In the system: {author}, {time}.</translation>
    </message>
    <message>
        <source>Cả hai số đều được giữ. Báo cáo này chưa chốt được khi còn chỗ sửa ở hai nơi.</source>
        <translation>Both figures are kept. The report cannot be sealed while a cell edited in two places is open.</translation>
    </message>
    <message>
        <source>Sửa ở hai nơi</source>
        <translation>Edited in two places</translation>
    </message>
    <message>
        <source> và {count} ô nữa</source>
        <translation> and {count} more</translation>
    </message>
    <message>
        <source>Số đã gõ vẫn giữ trên máy này: {cells}.</source>
        <translation>What was typed is kept on this machine: {cells}.</translation>
    </message>
    <message>
        <source>Bị từ chối</source>
        <translation>Refused</translation>
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
        <source>Chỗ sửa ở hai nơi và số bị hệ thống từ chối sẽ hiện ở đây, kèm lý do.</source>
        <translation>Cells edited in two places and figures the system refused appear here, with the reason.</translation>
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
        <source>hôm nay</source>
        <translation>today</translation>
    </message>
    <message>
        <source>quá hạn {days} ngày</source>
        <translation>{days} days overdue</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>Chờ đồng bộ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Đang đồng bộ</source>
        <translation>Syncing</translation>
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
        <source>Địa chỉ hệ thống</source>
        <translation>System address</translation>
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
        <source>Đã cài đặt xong</source>
        <translation>Set up</translation>
    </message>
    <message>
        <source>Mã khôi phục</source>
        <translation>Recovery code</translation>
    </message>
    <message>
        <source>Số liệu trên máy này được mã hóa. Nếu máy mất khóa, chỉ mã này mở lại được. Xin in hoặc chép ra giấy, cất cùng con dấu; mã chỉ hiện một lần.</source>
        <translation>The figures on this computer are encrypted. Should it lose its key, only this code opens them again. Print it or copy it by hand and keep it with the seal; it is shown only once.</translation>
    </message>
    <message>
        <source>Chép mã</source>
        <translation>Copy the code</translation>
    </message>
    <message>
        <source>Bắt đầu làm việc</source>
        <translation>Start working</translation>
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
        <source>Biểu còn chờ cơ quan ban hành xác nhận.</source>
        <translation>The form awaits its issuer&apos;s confirmation.</translation>
    </message>
    <message>
        <source>Chờ đồng bộ để gửi</source>
        <translation>Waiting to be submitted</translation>
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
        <source>Ô này được sửa ở hai nơi; xem ở Vướng mắc.</source>
        <translation>This cell was edited in two places; see Needs you.</translation>
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
        <source>Biểu tạm thời</source>
        <translation>Provisional form</translation>
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
        <source>Lấy từ báo cáo khác khi chốt</source>
        <translation>Taken from another report when sealing</translation>
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
        <source>Chưa kết nối được · lần cuối {time}</source>
        <translation>Not reached · last at {time}</translation>
    </message>
    <message>
        <source>{count} thay đổi chờ đồng bộ</source>
        <translation>Changes waiting to sync: {count}</translation>
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
        <source>Đồng bộ đang tạm dừng</source>
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
        <source>Mục này được sửa ở hai nơi; xem ở Vướng mắc.</source>
        <translation>This section was edited in two places; see Needs you.</translation>
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
        <source>{count} ô có vẻ gõ bằng {encoding}, chưa phải chữ Unicode.</source>
        <translation>{count} cells seem to be written in {encoding}, not in Unicode.</translation>
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
    <name>Settings</name>
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
        <source>Độ dày của dòng</source>
        <translation>Row density</translation>
    </message>
    <message>
        <source>Chiều cao dòng trong bảng nhập số.</source>
        <translation>Height of the rows in the entry table.</translation>
    </message>
    <message>
        <source>Dày</source>
        <translation>Compact</translation>
    </message>
    <message>
        <source>Vừa</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Thoáng</source>
        <translation>Roomy</translation>
    </message>
    <message>
        <source>Cỡ chữ trong bảng</source>
        <translation>Size of letters in the grid</translation>
    </message>
    <message>
        <source>Khi đang ở trong bảng: Ctrl+dấu cộng, Ctrl+dấu trừ; Ctrl+0 trở về 100 %.</source>
        <translation>In the grid: Ctrl+plus, Ctrl+minus; Ctrl+0 goes back to 100 %.</translation>
    </message>
    <message>
        <source>Xem lại ba bước đầu</source>
        <translation>See the first three steps again</translation>
    </message>
    <message>
        <source>Hướng dẫn (F1)</source>
        <translation>Help (F1)</translation>
    </message>
    <message>
        <source>Sổ Báo Cáo, bản {version}</source>
        <translation>Sổ Báo Cáo, version {version}</translation>
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
        <source>{count} ô</source>
        <translation>{count} cells</translation>
    </message>
    <message>
        <source>Đang đồng bộ</source>
        <translation>Syncing</translation>
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
        <source>{count} mục về máy này</source>
        <translation>to this machine: {count}</translation>
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
        <source>Chưa kết nối được</source>
        <translation>Not reached</translation>
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
        <source>Đồng bộ</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>Đồng bộ ngay</source>
        <translation>Sync now</translation>
    </message>
    <message>
        <source>Đang chờ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Không có gì chờ: mọi thay đổi trên máy này đã lên hệ thống.</source>
        <translation>Nothing waits: every change on this machine is in the system.</translation>
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
        <source>Tiếp tục</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Tạm dừng</source>
        <translation>Pause</translation>
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
