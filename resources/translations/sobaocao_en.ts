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
        <source>Chênh</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Cùng kỳ</source>
        <translation>A year ago</translation>
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
        <source>Đã bỏ dòng “{label}”.</source>
        <translation>Row “{label}” removed.</translation>
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
        <source>Dòng mới</source>
        <translation>New row</translation>
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
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Thêm dòng</source>
        <translation>Add a row</translation>
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
        <source>Giải trình cho {where}</source>
        <translation>Explanation for {where}</translation>
    </message>
    <message>
        <source>Hệ thức in trong biểu: {relation}</source>
        <translation>Relation as printed: {relation}</translation>
    </message>
    <message>
        <source>Đã giải trình: {reason}</source>
        <translation>Explained: {reason}</translation>
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
</context>
</TS>
